import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BlobStore } from '#shared/ports/blob-store.ts';
import { blobsHaveRequestSchema, MAX_BLOB, type BlobReceipt } from '#shared/protocol/blobs.ts';
import { sha256 } from '#shared/schema/fields.ts';
import { audit } from '../access/audit.ts';
import type { Device } from '../access/devices.ts';
import { isOfOthers, namingSites, noteBlob, readableAmong, readableBy } from '../store/blob-facts.ts';
import type { Center } from './center.ts';
import { Fault, refused } from './faults.ts';
import { authenticate, checkProtocolHeader, parse } from './guard.ts';
import { AWAY_MS, inReach } from './in-reach.ts';
import { photoRoute } from './photo.ts';

type HashRequest = FastifyRequest<{ Params: { hash: string } }>;

/**
 * Bytes of photos, by hash. What a device may send is what an evidence record within its scope names; what it may fetch is,
 * of that, what somebody within its scope has sent, or has been shown.
 */
export function blobRoutes(server: FastifyInstance, center: Center): void {
  // Bytes are streamed to the disk, never held in memory; a limit of their own holds for them.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  // A body that was answered before it was read is let run out, so that the connection is good for the next request.
  server.addHook('onResponse', async (request) => void request.raw.resume());

  photoRoute(server, center, async (request) => {
    const { device, hash } = await named(center, request);
    const size = await readableBy(center.access.db, hash, device.site);
    if (size !== null) return { hash, size, site: device.site };
    if (await isOfOthers(center.access.db, hash, device.site)) await refuseScope(center, device, 'read', hash);
    throw refused('notFound', 'no such photo');
  });

  server.put<{ Params: { hash: string } }>('/v1/blobs/:hash', { bodyLimit: MAX_BLOB, decompress: false }, async (request): Promise<BlobReceipt> => {
    const { device, hash } = await wanted(center, request);
    const here = await hereFor(center, hash, device);
    return here === null ? await receive(center, device, hash, request) : { hash, size: here };
  });

  // How much of an upload that broke off is here: the next one goes on from there.
  server.get<{ Params: { hash: string } }>('/v1/blobs/:hash/received', async (request) => {
    const { device, hash } = await wanted(center, request);
    return { received: (await hereFor(center, hash, device)) ?? (await center.blobs.received(hash, device.site)) };
  });
}

const uploadOffset = z.string().regex(/^\d{1,9}$/).transform(Number);

/** A request for bytes that the device may send. */
async function wanted(center: Center, request: HashRequest): Promise<{ readonly device: Device; readonly hash: string }> {
  const { device, hash } = await named(center, request);
  if ((await namingSites(center.access.db, hash, device.site)).length > 0) return { device, hash };
  if ((await namingSites(center.access.db, hash, '')).length > 0) await refuseScope(center, device, 'write', hash);
  throw refused('notWanted', 'no evidence record within the scope names these bytes; push the record first');
}

/**
 * Size of a photo that need not be sent (again): it is stored, whole, and the device may have it. Of what others sent,
 * nothing is told: whoever has the bytes too shows it by sending them.
 */
async function hereFor(center: Center, hash: string, device: Device): Promise<number | null> {
  const size = await readableBy(center.access.db, hash, device.site);
  return size !== null && (await inReach(center.blobs.size(hash))) === size ? size : null;
}

/** `POST /v1/blobs/have`: of the hashes that the scope's records name, those whose bytes are here and known to the scope. */
export function blobsHaveRoute(server: FastifyInstance, center: Center): void {
  server.post('/v1/blobs/have', async (request) => {
    checkProtocolHeader(request);
    const { device } = await authenticate(center, request);
    const { hashes } = parse(blobsHaveRequestSchema, request.body);
    const readable = await readableAmong(center.access.db, hashes, device.site);
    return { have: hashes.filter((hash) => readable.has(hash)) };
  });
}

async function named(center: Center, request: HashRequest): Promise<{ readonly device: Device; readonly hash: string }> {
  checkProtocolHeader(request);
  const { device } = await authenticate(center, request);
  return { device, hash: parse(sha256, request.params.hash) };
}

/** Another part is here than the sender thought: it asks how much there is, and sends the rest. */
const ASK_AGAIN_MS = 1_000;

async function receive(center: Center, device: Device, hash: string, request: HashRequest): Promise<BlobReceipt> {
  const from = parse(uploadOffset, request.headers['upload-offset'] ?? '0');
  // Where it is not read to its end it is not destroyed either: that would leave the connection open and deaf.
  const bytes = (request.body as Readable).iterator({ destroyOnReturn: false });
  const result = await center.blobs.put(hash, bytes, MAX_BLOB, from, device.site);
  if (result.status === 'away') request.log.error({ detail: result.detail }, 'a photo waits, its storage is away');
  const size = sizeStored(result);
  if (await noteBlob(center.access.db, { hash, size, site: device.site }, center.access.clock.now())) await tell(center, hash);
  return { hash, size };
}

function sizeStored(result: Awaited<ReturnType<BlobStore['put']>>): number {
  switch (result.status) {
    case 'stored':
      return result.size;
    case 'otherPart':
      throw new Fault({ kind: 'busy', retryAfterMs: ASK_AGAIN_MS });
    case 'away':
      throw new Fault({ kind: 'busy', retryAfterMs: AWAY_MS });
    case 'hashMismatch':
      throw refused('hashMismatch', `the bytes have the hash ${result.got}`);
    case 'tooLarge':
      throw refused('tooLarge', `a photo has at most ${MAX_BLOB} bytes`);
    case 'storageFull':
      throw refused('storageFull', 'the center has no space left');
  }
}

/** A message between processes names no more sites than this anyway. */
const MAX_TOLD = 100;

/** Tells those who may have the photo now that it is here; to name it is not enough to hear of it. */
async function tell(center: Center, hash: string): Promise<void> {
  const sites: string[] = [];
  for (const site of (await namingSites(center.access.db, hash, '')).slice(0, MAX_TOLD)) {
    if ((await readableBy(center.access.db, hash, site)) !== null) sites.push(site);
  }
  center.news.blobStored(hash, sites);
}

/** The answer is the same as for what does not exist; only the audit trail knows better. */
async function refuseScope(center: Center, device: Device, action: 'read' | 'write', hash: string): Promise<void> {
  await audit(center.access, 'scopeRefused', { device: device.id, site: device.site }, { action, blob: hash });
}
