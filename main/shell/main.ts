import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parsePlace, type GivenPlace } from '../services/exports/places.ts';
import { describe, type Log } from '../services/log.ts';
import { systemTimers } from '../app/system.ts';
import { findBrowser, hasDisplay } from './find-browser.ts';
import { lingerUntil } from './linger.ts';
import { openBrowser } from './open-browser.ts';
import { AlreadyRuns, PortTaken } from './shell-errors.ts';
import { startShell } from './start-shell.ts';
import { verifyVault } from './verify-vault.ts';

const USAGE = 'usage: main.ts [--data DIR] [--port N] [--place DIR[=LABEL]]... [--renderer DIR] [--no-open] [--dev] [--verify-vault]';

interface Options {
  readonly data: string;
  readonly port: number | undefined;
  /** Folders that exports can be put into. */
  readonly places: readonly GivenPlace[];
  readonly renderer: string | undefined;
  readonly open: boolean;
  readonly developer: boolean;
  /** Check the photos and end, without a window. */
  readonly verifyVault: boolean;
}

/** Notes for the terminal; the file has them all. */
const terminal: Log = {
  info: () => undefined,
  warn: (message) => console.error(message),
  error: (message) => console.error(message),
};

function optionsOf(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      place: { type: 'string', multiple: true, default: [] },
      renderer: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      dev: { type: 'boolean', default: false },
      'verify-vault': { type: 'boolean', default: false },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && (!Number.isInteger(port) || port < 0 || port > 65_535)) throw new Error('--port wants a number from 0 to 65535');
  return {
    data: resolve(values.data ?? defaultData(environment)),
    port,
    places: values.place.map(parsePlace).map((place) => ({ ...place, folder: resolve(place.folder) })),
    renderer: values.renderer === undefined ? undefined : resolve(values.renderer),
    open: !values['no-open'],
    developer: values.dev,
    verifyVault: values['verify-vault'],
  };
}

function defaultData(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'qiyou');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'qiyou');
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'qiyou');
}

/** Opens the window, or says the address where there is nothing to open it with. True where a window opens. */
function show(url: string, options: Options): boolean {
  const browser = options.open && hasDisplay(process.env, process.platform) ? findBrowser(process.env, process.platform) : null;
  console.log(`七有 Qiyou: ${url}`);
  if (browser === null) {
    console.log('请在本机的 Chromium、Chrome 或 Edge 浏览器中打开上面的地址。Open this address in Chromium, Chrome or Edge on this machine.');
    return false;
  }
  openBrowser(browser, url, join(options.data, 'browser-profile')).catch((error: unknown) => {
    console.error(`浏览器没有打开，请手动打开上面的地址。The browser did not start: ${describe(error)}`);
  });
  return true;
}

async function run(options: Options): Promise<void> {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const linger = lingerUntil(systemTimers, end);
  const shell = await startShell({
    data: options.data,
    developer: options.developer,
    log: terminal,
    places: options.places,
    onWindows: (open) => linger.windows(open),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.renderer === undefined ? {} : { renderer: options.renderer }),
  });
  process.once('SIGTERM', () => end());
  process.once('SIGINT', () => end());
  if (show(shell.url, options)) linger.opened();
  await ended;
  await shell.close();
}

async function main(): Promise<number> {
  let options: Options;
  try {
    options = optionsOf(process.argv.slice(2), process.env);
  } catch (error) {
    console.error(`${describe(error)}\n${USAGE}`);
    return 2;
  }
  try {
    if (options.verifyVault) return await verifyVault(options, (line) => console.log(line));
    await run(options);
    return 0;
  } catch (error) {
    if (error instanceof AlreadyRuns && options.verifyVault) {
      console.error('七有正在运行。请在“设置”里检查照片，或先关闭七有再运行这个命令。Qiyou is running: check the photos in its settings, or close it first.');
      return 3;
    }
    if (error instanceof AlreadyRuns) {
      show(error.url, options);
      return 0;
    }
    console.error(error instanceof PortTaken ? `端口 ${error.port} 被其他程序占用，请用 --port 另选一个。${describe(error)}` : describe(error));
    return 1;
  }
}

process.exitCode = await main();
