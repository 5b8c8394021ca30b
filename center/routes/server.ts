import compress from '@fastify/compress';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyServerOptions } from 'fastify';
import type { LinkError } from '#shared/protocol/errors.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { accessRoutes } from './access.ts';
import { blobRoutes, blobsHaveRoute } from './blobs.ts';
import type { Center } from './center.ts';
import { exchangeRoute } from './exchange.ts';
import { Fault, linkErrorOf, refused, statusOf } from './faults.ts';
import { heldRoutes } from './held.ts';
import { newsRoute } from './news.ts';
import { overviewRoutes } from './overview.ts';
import { photoFlagRoutes } from './photo-flags.ts';
import { reconcileRoute } from './reconcile.ts';

/** Largest request body, in bytes, after it was decompressed too: what a gzip bomb can cost. */
const MAX_REQUEST = 32 * 1024 * 1024;

export interface ServerOptions {
  readonly logLevel: string;
  /** Addresses or networks of proxies whose `x-forwarded-for` is believed. */
  readonly proxies?: readonly string[];
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
}

/** The center's HTTP server with all its routes; it does not listen yet. */
export async function buildServer(center: Center, options: ServerOptions): Promise<FastifyInstance> {
  const server = Fastify(fastifyOptions(options));
  server.setErrorHandler((error, request, reply) => {
    const answer = linkErrorOf(error);
    if (answer.kind === 'busy' && !(error instanceof Fault)) request.log.error({ err: error }, 'request failed');
    return sendError(reply, answer, error instanceof Fault ? error.status : statusOf(answer));
  });
  server.setNotFoundHandler((_request, reply) => sendError(reply, { kind: 'refused', code: 'notFound', detail: 'no such address' }, 404));
  await server.register(compress, {
    threshold: 1_024,
    encodings: ['gzip', 'deflate', 'identity'],
    requestEncodings: ['gzip', 'identity'],
    onInvalidRequestPayload: () => refused('badRequest', 'the body is not valid gzip'),
    onUnsupportedRequestEncoding: () => refused('badRequest', 'content-encoding must be gzip or absent'),
  });
  await server.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) => new Fault({ kind: 'busy', retryAfterMs: ttl }, 429),
  });
  server.get('/health', async () => ({ status: 'ok', name: center.settings.name, protocol: PROTOCOL, serverTime: center.access.clock.now() }));
  accessRoutes(server, center);
  exchangeRoute(server, center);
  reconcileRoute(server, center);
  heldRoutes(server, center);
  newsRoute(server, center);
  blobsHaveRoute(server, center);
  overviewRoutes(server, center);
  photoFlagRoutes(server, center);
  await server.register(async (own) => blobRoutes(own, center));
  return server;
}

function sendError(reply: FastifyReply, error: LinkError, status: number): FastifyReply {
  if (error.kind === 'busy') reply.header('retry-after', Math.ceil(error.retryAfterMs / 1_000));
  return reply.status(status).send({ error });
}

function fastifyOptions({ logLevel, tls, proxies = [] }: ServerOptions): FastifyServerOptions & { https: null } {
  const options = {
    bodyLimit: MAX_REQUEST,
    // Log lines hold method, path and status; never headers or bodies, where tokens and codes are.
    logger: logLevel === 'silent' ? false : { level: logLevel, stream: process.stderr },
    // Running requests are let finish; start-center ends those that do not.
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    trustProxy: proxies.length === 0 ? false : [...proxies],
    requestTimeout: 10 * 60_000,
    https: tls ?? null,
  };
  // Fastify types http and https apart; what differs is this one option.
  return options as FastifyServerOptions & { https: null };
}
