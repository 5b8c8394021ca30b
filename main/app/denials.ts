import { app, session } from 'electron';
import { isStation } from './station-origin.ts';

const OWN_PROTOCOLS: readonly string[] = ['app:', 'blob:', 'data:'];

/** True where a page may ask for this address: the link to the center is the host's own, so a page needs no network at all. */
function mayRequest(address: string, developer: boolean): boolean {
  const protocol = URL.parse(address)?.protocol ?? '';
  return OWN_PROTOCOLS.includes(protocol) || (developer && protocol === 'devtools:');
}

/** Denies pages all that this program does not do: other addresses, windows, webviews, permissions and the network. */
export function denyTheRest(developer: boolean): void {
  const { defaultSession } = session;
  defaultSession.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url, developer) }));
  // Without leave to persist, Chromium may clear the replica when the disk gets full.
  defaultSession.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permission === 'persistent-storage' && isStation(contents.getURL()));
  });
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) => permission === 'persistent-storage' && isStation(origin));
  defaultSession.setDevicePermissionHandler(() => false);
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      if (!isStation(event.url)) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!isStation(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
