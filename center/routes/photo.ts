import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pictureType } from '../store/blob-facts.ts';
import type { Center } from './center.ts';
import { Fault, refused } from './faults.ts';
import { inReach } from './in-reach.ts';
import { rangeIn } from './range.ts';

/** A photo that whoever asks may have. */
export interface Allowed {
  readonly hash: string;
  readonly size: number;
  /** The scope that asks. */
  readonly site: string;
}

type PhotoRequest = FastifyRequest<{ Params: { hash: string } }>;

/**
 * `GET` and `HEAD /v1/blobs/:hash`: a photo's bytes, or a range of them. What lies under a hash never changes, so the hash is
 * its tag, and who has it need not ask again.
 * @param allow answers what may be sent, or throws what is answered instead
 */
export function photoRoute(server: FastifyInstance, center: Center, allow: (request: PhotoRequest) => Promise<Allowed>): void {
  server.route<{ Params: { hash: string } }>({
    method: ['GET', 'HEAD'],
    url: '/v1/blobs/:hash',
    compress: false,
    handler: async (request, reply) => send(center, request, reply, await allow(request)),
  });
}

async function send(center: Center, request: PhotoRequest, reply: FastifyReply, { hash, size, site }: Allowed): Promise<FastifyReply> {
  if (tagsIn(request.headers['if-none-match']).includes(tagOf(hash))) return keepable(reply, hash).status(304).send();
  const range = request.method === 'HEAD' ? null : rangeIn(request.headers.range, size);
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${size}`);
    throw new Fault({ kind: 'refused', code: 'badRequest', detail: `the photo has ${size} bytes` }, 416);
  }
  const bytes = await bytesOf(center, request, hash, range);
  const type = (await pictureType(center.access.db, hash, site)) ?? 'application/octet-stream';
  keepable(reply, hash).header('content-type', type).header('x-content-type-options', 'nosniff').header('accept-ranges', 'bytes');
  reply.header('content-length', range === null ? size : range.end - range.start);
  if (range !== null) reply.status(206).header('content-range', `bytes ${range.start}-${range.end - 1}/${size}`);
  return bytes === null ? reply.send() : reply.send(Readable.from(bytes));
}

function keepable(reply: FastifyReply, hash: string): FastifyReply {
  return reply.header('etag', tagOf(hash)).header('cache-control', 'private, max-age=31536000, immutable');
}

function tagOf(hash: string): string {
  return `"${hash}"`;
}

/** Null for HEAD, which asks only whether they are there. */
async function bytesOf({ blobs }: Center, request: PhotoRequest, hash: string, range: { readonly start: number; readonly end: number } | null): Promise<AsyncIterable<Uint8Array> | null> {
  const asked = request.method === 'HEAD';
  const found = asked ? await inReach(blobs.has(hash)) : await inReach(blobs.read(hash, range ?? undefined));
  if (found === null || found === false) throw refused('notFound', 'no such photo');
  return found === true ? null : found;
}

function tagsIn(header: string | undefined): readonly string[] {
  return (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}
