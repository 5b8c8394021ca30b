import { join, resolve } from 'node:path';
import { app, dialog, shell } from 'electron';
import { fileLog } from '../services/files/file-log.ts';
import { parsePlace, type GivenPlace } from '../services/exports/places.ts';
import { openHost, type Host } from '../services/host.ts';
import { describe, type Log } from '../services/log.ts';
import { checkAloud } from '../services/vault/check-report.ts';
import { bindBridge } from './bind-bridge.ts';
import { denyTheRest } from './denials.ts';
import { electronKeyKeeper } from './electron-key-keeper.ts';
import { setMenu } from './menu.ts';
import { registerScheme, serveRenderer } from './scheme.ts';
import { focusStationWindow, openStationWindow } from './station-window.ts';
import { systemClock, systemRandom, systemTimers } from './system.ts';
import { VERSION } from './version.ts';

interface Switches {
  readonly developer: boolean;
  readonly verifyVault: boolean;
  readonly places: readonly GivenPlace[];
}

/**
 * `--data=DIR`: another data folder. `--dev`: the sync inspector and Chromium's developer tools. `--verify-vault`: checks
 * the photos and ends, without a window; the exit code is 0 where all is whole or was made whole.
 * `--place=DIR` or `--place=DIR=LABEL`: a folder that exports can be put into.
 */
function readSwitches(): Switches {
  const data = app.commandLine.getSwitchValue('data');
  if (data !== '') app.setPath('userData', resolve(data));
  const place = app.commandLine.getSwitchValue('place');
  const places = place === '' ? [] : [parsePlace(place)].map((given) => ({ ...given, folder: resolve(given.folder) }));
  return { developer: app.commandLine.hasSwitch('dev'), verifyVault: app.commandLine.hasSwitch('verify-vault'), places };
}

async function start(switches: Switches): Promise<void> {
  const { developer, verifyVault } = switches;
  const data = app.getPath('userData');
  const log = fileLog(join(data, 'log', 'host.log'), systemClock);
  try {
    await app.whenReady();
    if (verifyVault) return app.exit(await verify(await openHostIn(data, switches, log)));
    denyTheRest(developer);
    setMenu(developer);
    serveRenderer(join(app.getAppPath(), 'dist', 'renderer'));
    const host = await openHostIn(data, switches, log);
    const stopTelling = bindBridge(host, log);
    closeWithApp(host, stopTelling, log);
    await openStationWindow(developer, log);
  } catch (error) {
    log.error(`the program did not start: ${describe(error)}`);
    dialog.showErrorBox('七有没有启动', describe(error));
    app.exit(1);
  }
}

function openHostIn(data: string, { developer, places }: Switches, log: Log): Promise<Host> {
  return openHost({
    // Chromium keeps its own files in the folder above.
    data: join(data, 'host'),
    shell: 'electron',
    version: VERSION,
    developer,
    keeper: electronKeyKeeper(),
    clock: systemClock,
    random: systemRandom,
    timers: systemTimers,
    log,
    exports: {
      given: places,
      show: (path) => {
        shell.showItemInFolder(path);
        return Promise.resolve(true);
      },
    },
  });
}

async function verify(host: Host): Promise<number> {
  const whole = await checkAloud(host.checker, (line) => void process.stdout.write(`${line}\n`));
  await host.close();
  return whole ? 0 : 1;
}

/** Lets the host end before the process does. */
function closeWithApp(host: Host, stopTelling: () => void, log: Log): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    stopTelling();
    void host
      .close()
      .catch((error: unknown) => log.error(`the host did not close: ${describe(error)}`))
      .then(() => {
        closed = true;
        app.quit();
      });
  });
}

const switches = readSwitches();
registerScheme();
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', focusStationWindow);
  app.on('window-all-closed', () => app.quit());
  void start(switches);
} else {
  app.quit();
}
