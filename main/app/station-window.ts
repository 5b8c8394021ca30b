import { join } from 'node:path';
import { app, BrowserWindow, dialog, type BrowserWindowConstructorOptions } from 'electron';
import type { Log } from '../services/log.ts';
import { STATION } from './station-origin.ts';

/** The window's options; fits a screen of 1366 by 768. */
function windowOptions(appPath: string, developer: boolean): BrowserWindowConstructorOptions {
  return {
    show: false,
    title: '七有',
    width: 1280,
    height: 720,
    minWidth: 960,
    minHeight: 600,
    backgroundColor: '#ffffff',
    webPreferences: {
      preload: join(appPath, 'dist', 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Spelling dictionaries are downloaded, and there are none for Chinese.
      spellcheck: false,
      // Photos go on being sent while the window is behind others.
      backgroundThrottling: false,
      devTools: developer,
    },
  };
}

/** Opens the one window, shown when it has something to show. A crashed page is said aloud and loaded anew. */
export async function openStationWindow(developer: boolean, log: Log): Promise<BrowserWindow> {
  const window = new BrowserWindow(windowOptions(app.getAppPath(), developer));
  window.once('ready-to-show', () => window.show());
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    log.error(`the page crashed: ${details.reason} ${details.exitCode}`);
    void dialog
      .showMessageBox(window, { type: 'warning', message: '页面出了问题，将重新打开。', detail: '已保存的内容都在。', buttons: ['重新打开'] })
      .then(() => !window.isDestroyed() && window.webContents.reload());
  });
  await window.loadURL(`${STATION}/`);
  return window;
}

/** Brings the window forward: for a second start of the program. */
export function focusStationWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
