import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { channelNames, eventNames, type Bridge } from '#shared/bridge/contract.ts';

const channels: ReadonlySet<string> = new Set(channelNames);
const events: ReadonlySet<string> = new Set(eventNames);

/** The contract and nothing else: no name goes through that is not in it, and neither Electron nor its events reach the page. */
const bridge: Bridge = {
  invoke(channel, input) {
    if (!channels.has(channel)) return Promise.reject(new Error('no such channel'));
    return ipcRenderer.invoke(`bridge:${channel}`, input);
  },
  on(event, listener) {
    if (!events.has(event)) throw new Error('no such event');
    const own = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]): void => listener(payload);
    ipcRenderer.on(`event:${event}`, own);
    return () => void ipcRenderer.off(`event:${event}`, own);
  },
};

contextBridge.exposeInMainWorld('qiyou', bridge);
