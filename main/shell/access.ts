import { createHash, timingSafeEqual } from 'node:crypto';
import { plain } from '../services/renderer-files.ts';

/** Who may speak to the shell: pages of its own origin that know this launch's secret. */
export interface Access {
  /** The port that it listens on; part of the origin. */
  readonly port: number;
  readonly token: string;
}

/**
 * Refuses requests of other programs' pages: by Host (a name that was rebound to 127.0.0.1 is not ours), by Origin and by
 * Sec-Fetch-Site. Null where the request may go on. Opening the page itself from elsewhere is let through: it
 * carries no secret and can do nothing.
 */
export function refuseStranger(request: Request, access: Access): Response | null {
  const host = request.headers.get('host') ?? '';
  if (host !== `127.0.0.1:${access.port}` && host !== `localhost:${access.port}`) return plain(403, 'unknown host');
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== `http://${host}`) return plain(403, 'unknown origin');
  const site = request.headers.get('sec-fetch-site');
  const opensPage = request.method === 'GET' && request.headers.get('sec-fetch-mode') === 'navigate' && request.headers.get('sec-fetch-dest') === 'document';
  if (site !== null && site !== 'same-origin' && site !== 'none' && !opensPage) return plain(403, 'request of another site');
  return null;
}

/** Refuses a call without this launch's secret; compares in constant time. Null where the call may go on. */
export function refuseUnknown(request: Request, access: Access): Response | null {
  const given = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  return timingSafeEqual(fingerprint(given), fingerprint(access.token)) ? null : plain(401, 'unknown token', { 'www-authenticate': 'Bearer' });
}

function fingerprint(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
