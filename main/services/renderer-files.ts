import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { SECURITY_HEADERS } from './security-headers.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** Answers a request; one shape for Electron's `protocol.handle` and for node:http. */
export type RequestHandler = (request: Request) => Promise<Response>;

/** Serves the built renderer from its folder, with the security headers, and nothing beside it. */
export function rendererFiles(folder: string): RequestHandler {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'only GET', { allow: 'GET, HEAD' });
    const path = pathWithin(folder, new URL(request.url).pathname);
    if (path === null) return plain(400, 'not a path');
    const bytes = await readFile(path).catch(() => null);
    if (bytes === null) return plain(404, 'not found');
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(bytes), {
      headers: {
        ...SECURITY_HEADERS,
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'content-length': String(bytes.length),
        // The build puts a hash into the name of every asset; the page itself must be new after an update.
        'cache-control': path.startsWith(join(folder, 'assets') + sep) ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
    });
  };
}

/** An answer in plain text, with the security headers. */
export function plain(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(message, { status, headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers } });
}

/** The file that a URL's path names; null where it would lead out of the folder. */
function pathWithin(folder: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const parts = decoded.split('/').filter((part) => part !== '');
  if (parts.some((part) => part.startsWith('.') || part.includes(':'))) return null;
  return parts.length === 0 ? join(folder, 'index.html') : join(folder, ...parts);
}
