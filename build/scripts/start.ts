/**
 * `npm start`: builds what is out of date, starts a demo center with half a year of data, enrols a station (or the county)
 * and opens the app. `npm run dev` does the same and rebuilds the screens on change. `npm start -- --help` has the options.
 */
import { mkdirSync } from 'node:fs';
import { Children, type Ending } from './start/children.ts';
import { openDemoCenter, watchCenter, type DemoCenter } from './start/demo-center.ts';
import { fillDemo, type DemoRest } from './start/demo-data.ts';
import { hostFolder, prepareHost } from './start/enrol-host.ts';
import { freshBuild } from './start/fresh-build.ts';
import { chooseElectron, logOfApp, openApp, watchRenderer } from './start/open-app.ts';
import { readOptions, USAGE, UsageFault, type StartOptions } from './start/options.ts';
import { complain, describe, say } from './start/say.ts';

/** An app that ends sooner than this showed the window of another start; it lingers longer after its own was closed. */
const SHOWN_ELSEWHERE_MS = 30_000;

const ORPHAN_CHECK_MS = 500;

/** Answers the exit code once everything has ended. */
async function run(options: StartOptions, stop: AbortSignal): Promise<number> {
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const dist = options.dist ?? (await freshBuild());
  if (stop.aborted) return 0;
  const center = await openDemoCenter(options.data, stop);
  const children = new Children();
  const halt = new AbortController();
  let photos: Promise<void> = Promise.resolve();
  stop.addEventListener('abort', () => halt.abort());
  try {
    // The center runs so that what is missing can be fetched from it.
    if (options.verifyVault) return (await openApp(children, options, dist, await chooseElectron(options))).code ?? 1;
    ({ photos } = await fill(center, options, halt.signal));
    if (stop.aborted) return 0;
    return await serve(center, children, options, { dist, stop });
  } finally {
    halt.abort();
    await children.end();
    await photos;
    await center.close();
  }
}

/** Fills the center where it is this process's own; what goes on in the background never throws. */
async function fill(center: DemoCenter, options: StartOptions, signal: AbortSignal): Promise<DemoRest> {
  if (center.own === null) {
    say(`使用已在运行的演示中心 ${center.url}。`, `Using the demo center that runs at ${center.url}.`);
    return { photos: Promise.resolve() };
  }
  say(`演示中心 ${center.url}`, `The demo center listens there; its data is in ${options.data}.`);
  const { photos } = await fillDemo(center.own, { data: options.data, photoWidth: options.photoWidth, homeFirst: options.as === 'station' }, signal);
  const failed = (error: unknown): void => complain('演示照片没有全部生成，下次启动会继续。', `Not all demo photos were made; the next start goes on: ${describe(error)}`);
  return { photos: photos.catch(failed) };
}

async function serve(center: DemoCenter, children: Children, options: StartOptions, { dist, stop }: { readonly dist: string; readonly stop: AbortSignal }): Promise<number> {
  const electron = await chooseElectron(options);
  await prepareHost(center, hostFolder(options.data, options.as, electron !== null), options.as);
  const stopped = new Promise<'stopped'>((done) => {
    if (stop.aborted) done('stopped');
    stop.addEventListener('abort', () => done('stopped'));
  });
  const unwatch = center.own === null ? watchCenter(center, () => complain('演示中心已停止，应用继续离线工作；重新启动即可再连上。', 'The demo center has ended; the app goes on offline.')) : () => undefined;
  try {
    const watching = options.developer ? [watchRenderer(children)] : [];
    const ending = await Promise.race([stopped, openApp(children, options, dist, electron), ...watching.map(async (watch) => failedWatch(await watch))]);
    if (ending === 'stopped') return 0;
    if (ending.code !== 0) {
      complain(`应用意外结束（${ending.problem}），日志在 ${logOfApp(options)}`, 'The app ended unexpectedly; that is where its log is.');
      return 1;
    }
    if (center.own !== null && ending.ran < SHOWN_ELSEWHERE_MS) {
      say('应用已在另一个窗口中打开；演示中心继续运行，按 Ctrl-C 结束。', 'The app is open elsewhere; the demo center goes on until Ctrl-C.');
      await stopped;
    }
    return 0;
  } finally {
    unwatch();
  }
}

/** A watch never ends by itself. */
function failedWatch(ending: Ending): Ending {
  return { ...ending, code: ending.code === 0 ? 1 : ending.code, problem: `vite: ${ending.problem}` };
}

/** npm does not pass a SIGTERM on to what its shell runs: there the end of the shell is the signal. */
function stopWithNpm(stop: AbortController): void {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) stop.abort();
  }, ORPHAN_CHECK_MS);
  timer.unref();
}

async function main(): Promise<number> {
  const stop = new AbortController();
  stopWithNpm(stop);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  // A terminal that went away is no reason to fall.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const options = readOptions(process.argv.slice(2), process.env, process.platform);
    if (options === null) {
      console.log(USAGE);
      return 0;
    }
    return await run(options, stop.signal);
  } catch (error) {
    if (error instanceof UsageFault) {
      console.error(`${error.message}\n\n${USAGE}`);
      return 2;
    }
    complain('没有启动成功：', error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  }
}

process.exit(await main());
