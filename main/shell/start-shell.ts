import { randomBytes } from 'node:crypto';
import { existsSync, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock, systemRandom, systemTimers } from '../app/system.ts';
import { VERSION } from '../app/version.ts';
import { plainKeeper } from '../services/credentials/key-keeper.ts';
import type { GivenPlace } from '../services/exports/places.ts';
import { fileLog } from '../services/files/file-log.ts';
import { openHost, type Host, type HostOptions } from '../services/host.ts';
import { logTo, type Log } from '../services/log.ts';
import { rendererFiles } from '../services/renderer-files.ts';
import { Windows } from './event-stream.ts';
import { listen } from './http-server.ts';
import { addressOf, takeLock, type InstanceLock } from './instance-lock.ts';
import { rememberedPort, rememberPort } from './remembered-port.ts';
import { shellHandler } from './shell-handler.ts';

export interface ShellOptions {
  /** The data folder; made where it is absent. */
  readonly data: string;
  /** Port to listen on; 0 takes any. Absent: the one that this data folder had, else 47615. */
  readonly port?: number;
  /** Folder of the built renderer. */
  readonly renderer?: string;
  /** The sync inspector is there, and windows reload when the renderer was built anew. */
  readonly developer?: boolean;
  /** Folders that exports can be put into, beside the user's own. */
  readonly places?: readonly GivenPlace[];
  /** Told how many windows are open, whenever that changes. */
  readonly onWindows?: (open: number) => void;
  /** A log beside the one in the data folder. */
  readonly log?: Log;
  /** Parts of the host that tests replace. */
  readonly host?: Partial<Pick<HostOptions, 'clock' | 'random' | 'timers' | 'link' | 'vault'>>;
}

/** A running browser shell. */
export interface Shell {
  /** Address that opens the app, with the secret in its fragment. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  close(): Promise<void>;
}

/**
 * Starts the host and serves it to the machine's own browser. Throws `AlreadyRuns` where one runs over the data folder,
 * and `PortTaken` where the port belongs to another program.
 */
export async function startShell(options: ShellOptions): Promise<Shell> {
  await mkdir(options.data, { recursive: true, mode: 0o700 });
  const token = randomBytes(32).toString('base64url');
  const lock = await takeLock(join(options.data, 'shell.lock'), token);
  try {
    return await startWithLock(options, token, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startWithLock(options: ShellOptions, token: string, lock: InstanceLock): Promise<Shell> {
  const file = fileLog(join(options.data, 'log', 'host.log'), systemClock);
  const log = options.log === undefined ? file : logTo(file, options.log);
  const host = await openShellHost(options, log);
  try {
    const renderer = options.renderer ?? defaultRenderer();
    const windows = new Windows(options.onWindows ?? (() => undefined));
    const asked = options.port ?? (await rememberedPort(options.data));
    const server = await listen(asked, log, (port) =>
      shellHandler({ host, access: { port, token }, files: rendererFiles(renderer), windows, timers: systemTimers }),
    );
    await lock.announce(server.port);
    if (asked !== 0) await rememberPort(options.data, server.port, log);
    const stopWatching = options.developer === true ? reloadOnBuild(renderer, windows) : () => undefined;
    log.info(`the shell listens on 127.0.0.1:${server.port}`);
    return {
      url: addressOf(server.port, token),
      port: server.port,
      token,
      async close() {
        stopWatching();
        await server.close();
        await host.close();
        await lock.release();
        log.info('the shell ended');
      },
    };
  } catch (error) {
    await host.close();
    throw error;
  }
}

/** The host as the browser shell has it. */
export function openShellHost(options: Pick<ShellOptions, 'data' | 'developer' | 'host' | 'places'>, log: Log): Promise<Host> {
  return openHost({
    data: options.data,
    shell: 'browser',
    version: VERSION,
    developer: options.developer ?? false,
    keeper: plainKeeper,
    clock: systemClock,
    random: systemRandom,
    timers: systemTimers,
    log,
    exports: { given: options.places ?? [] },
    ...options.host,
  });
}

/** The built renderer beside this file's bundle, or in `dist` where this runs from its source. */
function defaultRenderer(): string {
  const bundled = join(import.meta.dirname, '..', 'renderer');
  return existsSync(join(bundled, 'index.html')) ? bundled : join(import.meta.dirname, '..', '..', 'dist', 'renderer');
}

/** A build empties the folder and writes many files: windows reload once it has been quiet for a moment and the page is there. */
function reloadOnBuild(folder: string, windows: Windows): () => void {
  if (!existsSync(folder)) return () => undefined;
  let cancel = (): void => undefined;
  const reloadSoon = (): void => {
    cancel();
    cancel = systemTimers.after(300, () => (existsSync(join(folder, 'index.html')) ? windows.reload() : reloadSoon()));
  };
  const watcher = watch(folder, reloadSoon);
  return () => {
    cancel();
    watcher.close();
  };
}
