import { readFile, readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { BrowserCommand } from 'vitest/node';

/** Photos of many cameras that may lie beside the project; nothing depends on them. */
const FOLDER = resolve(import.meta.dirname, '../../../shared/photos');

/** The names of the shared photos; none where the folder is missing. */
const sharedPhotoNames: BrowserCommand<[], string[]> = async () => {
  const names = await readdir(FOLDER).catch(() => []);
  return names.toSorted((a, b) => (a < b ? -1 : 1));
};

/** A shared photo's bytes as base64. */
const sharedPhoto: BrowserCommand<[name: string], string> = (_context, name) => readFile(resolve(FOLDER, basename(name)), 'base64');

/** Commands by which tests in the browser reach the shared photos. */
export const photoCommands = { sharedPhotoNames, sharedPhoto };
