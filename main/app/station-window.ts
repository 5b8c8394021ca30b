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
  window.webContents.on('will-prevent-unload', (event) => {
    if (leavesAnyway(window)) event.preventDefault();
  });
  await window.loadURL(`${STATION}/`);
  return window;
}

/** A page that is in the middle of something (photos being added) holds its window back; without this Electron would hold it without a word. */
function leavesAnyway(window: BrowserWindow): boolean {
  const LEAVE = 1;
  const answer = dialog.showMessageBoxSync(window, {
    type: 'question',
    message: '照片还没有添加完，现在关闭吗？',
    detail: '已经添加好的照片都在；没添加的，下次要重新选。',
    buttons: ['继续添加', '关闭'],
    defaultId: 0,
    cancelId: 0,
  });
  return answer === LEAVE;
}

/** Brings the window forward: for a second start of the program. */
export function focusStationWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
