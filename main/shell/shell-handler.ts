import { pack, unpack } from '#shared/bridge/framing.ts';
import { BridgeFault, type BridgeFaultCode } from '../services/dispatch.ts';
import type { Host } from '../services/host.ts';
import { plain, type RequestHandler } from '../services/renderer-files.ts';
import { SECURITY_HEADERS } from '../services/security-headers.ts';
import type { Timers } from '../services/timers.ts';
import { refuseStranger, refuseUnknown, type Access } from './access.ts';
import { eventStream, type Windows } from './event-stream.ts';

export interface ShellHandlerOptions {
  readonly host: Host;
  readonly access: Access;
  readonly files: RequestHandler;
  readonly windows: Windows;
  readonly timers: Timers;
}

/** The largest call: a photo and its frame. */
const LARGEST_CALL = 100 * 1024 * 1024;

const STATUS: Readonly<Record<BridgeFaultCode, number>> = { unknownChannel: 404, badInput: 400, badOutput: 500, failed: 500 };

/** All that the shell answers: `POST /bridge/<channel>`, `GET /bridge-events`, and the renderer's files. */
export function shellHandler(options: ShellHandlerOptions): RequestHandler {
  const { access } = options;
  return async (request) => {
    const stranger = refuseStranger(request, access);
    if (stranger !== null) return stranger;
    const { pathname } = new URL(request.url);
    const isCall = pathname.startsWith('/bridge/');
    if (!isCall && pathname !== '/bridge-events') return options.files(request);
    const unknown = refuseUnknown(request, access);
    if (unknown !== null) return unknown;
    if (!isCall) return request.method === 'GET' ? eventStream(options) : plain(405, 'only GET', { allow: 'GET' });
    return request.method === 'POST' ? answer(options.host, pathname.slice('/bridge/'.length), request) : plain(405, 'only POST', { allow: 'POST' });
  };
}

async function answer(host: Host, channel: string, request: Request): Promise<Response> {
  const body = await readAll(request);
  if (body === null) return fault(413, 'badInput', 'the call is too large');
  let input: unknown;
  try {
    input = unpack(body, (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fault(400, 'badInput', 'not a frame');
  }
  try {
    const output = await host.dispatch(channel, input);
    return new Response(pack(output, (text) => new TextEncoder().encode(text)) as Uint8Array<ArrayBuffer>, {
      headers: { ...SECURITY_HEADERS, 'content-type': 'application/octet-stream', 'cache-control': 'no-store' },
    });
  } catch (error) {
    if (error instanceof BridgeFault) return fault(STATUS[error.code], error.code, error.message);
    throw error;
  }
}

function fault(status: number, code: BridgeFaultCode, message: string): Response {
  return Response.json({ error: { code, message } }, { status, headers: { ...SECURITY_HEADERS, 'cache-control': 'no-store' } });
}

async function readAll(request: Request): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? '0') > LARGEST_CALL) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > LARGEST_CALL) return null;
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
