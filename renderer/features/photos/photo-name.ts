import type { Evidence } from '#shared/domain/evidence.ts';
import { say, type Words } from '../../ui/words.ts';

/** What a photo is called on the screen: its caption, else its file's name. */
export function photoName({ caption, originalName }: Pick<Evidence, 'caption' | 'originalName'>, t: Words): string {
  if (caption !== '') return caption;
  return originalName === '' ? say(t, 'photos:unnamed') : originalName;
}

/** The bytes to show in a small place. */
export function thumbOf({ thumbHash, hash }: Pick<Evidence, 'thumbHash' | 'hash'>): string {
  return thumbHash === '' ? hash : thumbHash;
}

/** A file name for the stored picture, which is a JPEG whatever the camera had written. */
export function downloadName({ originalName, hash }: Pick<Evidence, 'originalName' | 'hash'>): string {
  const stem = originalName.replace(/\.[^.]*$/, '');
  return `${stem === '' ? hash.slice(0, 12) : stem}.jpg`;
}
