import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

/** Opens the machine's file manager at a file or folder; false where it has none. Never by a shell. */
export function showInFileManager(path: string): Promise<boolean> {
  const [command, args] = commandFor(process.platform, path);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  child.once('error', () => resolve(false));
  child.once('spawn', () => resolve(true));
  child.unref();
  return promise;
}

function commandFor(platform: NodeJS.Platform, path: string): readonly [string, readonly string[]] {
  if (platform === 'win32') return ['explorer.exe', [`/select,${path}`]];
  if (platform === 'darwin') return ['open', ['-R', path]];
  return ['xdg-open', [dirname(path)]];
}
