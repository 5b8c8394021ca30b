/** The renderer's scheme and origin in Electron. The replica belongs to this origin, so it never changes. */
export const SCHEME = 'app';
export const STATION = 'app://station';

/**
 * True for addresses of the renderer's own pages. Compares protocol and host, because `URL.origin` is 'null' for every
 * scheme of our own, and a prefix would also let `app://station.evil` in.
 */
export function isStation(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && `${url.protocol}//${url.host}` === STATION;
}
