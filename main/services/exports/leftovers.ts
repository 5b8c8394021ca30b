import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeHidden } from './pending-export.ts';

const HIDDEN = /^\.qiyou-(\d+)-[0-9a-f]+$/;

/** Name of the hidden folder of an export; it says which process writes it. */
export function hiddenName(id: string): string {
  return `.qiyou-${process.pid}-${id}`;
}

/** Removes what killed hosts left in a folder. What a process that lives writes is let be. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const writer = HIDDEN.exec(name)?.[1];
    if (writer !== undefined && !lives(Number(writer))) await removeHidden(join(folder, name));
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
