import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron';
import { channelNames } from '#shared/bridge/contract.ts';
import type { Host } from '../services/host.ts';
import type { Log } from '../services/log.ts';
import { isStation } from './station-origin.ts';

/** True where a call comes from the renderer's own page, and from its main frame. */
function isTrusted(event: Pick<IpcMainInvokeEvent, 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isStation(frame.url);
}

/** Answers each channel of the contract over IPC, and tells every window the host's events. Answers how to stop telling. */
export function bindBridge(host: Host, log: Log): () => void {
  for (const channel of channelNames) {
    ipcMain.handle(`bridge:${channel}`, (event, input: unknown) => {
      if (isTrusted(event)) return host.dispatch(channel, input);
      log.error(`${channel} was called from ${event.senderFrame?.url ?? 'a frame that is gone'} and refused`);
      throw new Error('refused: not the station’s own page');
    });
  }
  return host.events.subscribe((event, payload) => {
    for (const window of BrowserWindow.getAllWindows()) if (!window.isDestroyed()) window.webContents.send(`event:${event}`, payload);
  });
}
