import { protocol } from 'electron';
import { plain, rendererFiles } from '../services/renderer-files.ts';
import { isStation, SCHEME } from './station-origin.ts';

/** Registers the scheme; before the app is ready, or pages on it would have no IndexedDB. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ]);
}

/** Serves the built renderer on `app://station`; after the app is ready. */
export function serveRenderer(folder: string): void {
  const files = rendererFiles(folder);
  protocol.handle(SCHEME, (request) => (isStation(request.url) ? files(request) : plain(404, 'not found')));
}
