import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/host.ts';

const WRITER = fileURLToPath(new URL('../../support/export-writer.ts', import.meta.url));

async function writeUntilKilled(folder: string, files: number): Promise<void> {
  const writer = spawn(process.execPath, [WRITER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(writer, 'exit');
  let written = 0;
  for await (const _ of createInterface({ input: writer.stdout })) {
    written += 1;
    if (written === files) writer.kill('SIGKILL');
  }
  await ended;
}

it('a host that is killed in the middle of an export leaves nothing half under a name, and the next export clears what it left', { timeout: 120_000 }, async () => {
  const folder = await temporaryFolder();
  await writeUntilKilled(folder, 8);
  const left = await readdir(folder);
  expect(left.filter((name) => !name.startsWith('.'))).toEqual(['album']);
  const hidden = left.filter((name) => name.startsWith('.qiyou-'));
  expect(hidden).toHaveLength(1);
  await writeUntilKilled(folder, 6);
  const names = await readdir(folder);
  expect(names.filter((name) => !name.startsWith('.')).toSorted()).toEqual(['album', 'album (2)']);
  expect(names).not.toContain(hidden[0]);
  for (const name of ['album', 'album (2)']) {
    const photos = await readdir(join(folder, name, 'photos'));
    expect(photos.toSorted()).toEqual(['0.jpg', '1.jpg', '2.jpg']);
    for (const photo of photos) expect((await stat(join(folder, name, 'photos', photo))).size).toBe(200_000);
  }
});
