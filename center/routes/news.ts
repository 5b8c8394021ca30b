import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { News } from '#shared/protocol/news.ts';
import type { Session } from '../access/sessions.ts';
import type { Center } from './center.ts';
import { authenticate, checkProtocolHeader } from './guard.ts';

const HEARTBEAT_EVERY = 15_000;

/** A stream that its reader does not read is ended when this much waits for it, in bytes. */
const MAX_WAITING = 256 * 1024;

/** `GET /v1/news`: server-sent events of what moves in the device's scope. */
export function newsRoute(server: FastifyInstance, center: Center): void {
  server.get('/v1/news', async (request, reply) => {
    const protocol = checkProtocolHeader(request);
    const session = await authenticate(center, request);
    reply.hijack();
    await openStream(center, session, protocol, reply.raw);
  });
}

async function openStream(center: Center, { device, expiresAt }: Session, protocol: number, response: ServerResponse): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close',
    'x-accel-buffering': 'no',
  });
  const write = (text: string): void => {
    if (response.writableLength > MAX_WAITING) response.destroy();
    else response.write(text);
  };
  const remove = await center.news.add({
    scope: device.site,
    device: device.id,
    protocol,
    expiresAt,
    send: (news: News) => write(`event: ${news.type}\ndata: ${JSON.stringify(news)}\n\n`),
    end: () => response.end(),
  });
  // It may have gone while it was added.
  if (response.closed) return remove();
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_EVERY);
  response.once('close', () => {
    clearInterval(heartbeat);
    remove();
  });
  write(': open\n\n');
}
