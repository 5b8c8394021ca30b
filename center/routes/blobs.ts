import type { Readable } from 'node:stream';
import { Readable as NodeReadable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { blobsHaveRequestSchema, MAX_BLOB, type BlobReceipt } from '#shared/protocol/blobs.ts';
import { sha256 } from '#shared/schema/fields.ts';
import { audit } from '../access/audit.ts';
import type { Device } from '../access/devices.ts';
import { namingSites, noteBlob, pictureType, storedAmong } from '../store/blob-facts.ts';
import type { Center } from './center.ts';
import { Fault, refused } from './faults.ts';
import { authenticate, checkProtocolHeader, parse } from './guard.ts';

/** Bytes of photos, by hash. What a device may send or fetch is what an evidence record within its scope names. */
export function blobRoutes(server: FastifyInstance, center: Center): void {
  // Bytes are streamed to the disk, never held in memory; a limit of their own holds for them.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  // A body that was answered before it was read is let run out, so that the connection is good for the next request.
  server.addHook('onResponse', async (request) => void request.raw.resume());

  server.get<{ Params: { hash: string } }>('/v1/blobs/:hash', { compress: false }, async (request, reply) => {
    const { device, hash } = await named(center, request);
    const type = await pictureType(center.access.db, hash, device.site);
    const bytes = type === null ? null : await center.blobs.read(hash);
    if (bytes === null || type === null) {
      if (type === null && (await namingSites(center.access.db, hash, '')).length > 0) await refuseScope(center, device, 'read', hash);
      throw refused('notFound', 'no such photo');
    }
    const size = await center.blobs.size(hash);
    reply.header('content-type', type).header('content-length', size ?? 0).header('x-content-type-options', 'nosniff').header('cache-control', 'private, max-age=31536000, immutable');
    return reply.send(NodeReadable.from(bytes));
  });

  server.put<{ Params: { hash: string } }>('/v1/blobs/:hash', { bodyLimit: MAX_BLOB, decompress: false }, async (request): Promise<BlobReceipt> => {
    const hash = await wanted(center, request);
    return await store(center, hash, request.body as Readable, parse(uploadOffset, request.headers['upload-offset'] ?? '0'));
  });

  // How much of an upload that broke off is here: the next one goes on from there.
  server.get<{ Params: { hash: string } }>('/v1/blobs/:hash/received', async (request) => ({ received: await center.blobs.received(await wanted(center, request)) }));
}

const uploadOffset = z.string().regex(/^\d{1,9}$/).transform(Number);

/** The hash of a request for bytes that the device may send. */
async function wanted(center: Center, request: FastifyRequest<{ Params: { hash: string } }>): Promise<string> {
  const { device, hash } = await named(center, request);
  if ((await namingSites(center.access.db, hash, device.site)).length > 0) return hash;
  if ((await namingSites(center.access.db, hash, '')).length > 0) await refuseScope(center, device, 'write', hash);
  throw refused('notWanted', 'no evidence record within the scope names these bytes; push the record first');
}

/** `POST /v1/blobs/have`: of the hashes that the scope's records name, those whose bytes are here. */
export function blobsHaveRoute(server: FastifyInstance, center: Center): void {
  server.post('/v1/blobs/have', async (request) => {
    checkProtocolHeader(request);
    const { device } = await authenticate(center, request);
    const { hashes } = parse(blobsHaveRequestSchema, request.body);
    return { have: await storedAmong(center.access.db, hashes, device.site) };
  });
}

async function named(center: Center, request: FastifyRequest<{ Params: { hash: string } }>): Promise<{ readonly device: Device; readonly hash: string }> {
  checkProtocolHeader(request);
  const { device } = await authenticate(center, request);
  return { device, hash: parse(sha256, request.params.hash) };
}

/** Another part is here than the sender thought: it asks how much there is, and sends the rest. */
const ASK_AGAIN_MS = 1_000;

async function store(center: Center, hash: string, body: Readable, from: number): Promise<BlobReceipt> {
  // Where it is not read to its end it is not destroyed either: that would leave the connection open and deaf.
  const result = await center.blobs.put(hash, body.iterator({ destroyOnReturn: false }), MAX_BLOB, from);
  if (result.status === 'otherPart') throw new Fault({ kind: 'busy', retryAfterMs: ASK_AGAIN_MS });
  if (result.status === 'hashMismatch') throw refused('hashMismatch', `the bytes have the hash ${result.got}`);
  if (result.status === 'tooLarge') throw refused('tooLarge', `a photo has at most ${MAX_BLOB} bytes`);
  if (result.status === 'storageFull') throw refused('storageFull', 'the center has no space left');
  if (await noteBlob(center.access.db, hash, result.size, center.access.clock.now())) {
    center.news.blobStored(hash, await namingSites(center.access.db, hash, ''));
  }
  return { hash, size: result.size };
}

/** The answer is the same as for what does not exist; only the audit trail knows better. */
async function refuseScope(center: Center, device: Device, action: 'read' | 'write', hash: string): Promise<void> {
  await audit(center.access, 'scopeRefused', { device: device.id, site: device.site }, { action, blob: hash });
}
