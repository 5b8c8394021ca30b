import { commands } from 'vitest/browser';

declare module 'vitest/internal/browser' {
  interface BrowserCommands {
    sharedPhotoNames(): Promise<string[]>;
    sharedPhoto(name: string): Promise<string>;
  }
}

/** The photos of real cameras that lie beside the project; none, said aloud, where they are missing. */
export async function sharedPhotos(): Promise<readonly File[]> {
  const names = await commands.sharedPhotoNames();
  if (names.length === 0) console.warn('shared/photos is not beside the project: real cameras’ photos are not tested here, only those that the tests make');
  return Promise.all(names.map(async (name) => new File([fromBase64(await commands.sharedPhoto(name))], name)));
}

function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
