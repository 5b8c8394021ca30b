import { z } from 'zod';

/**
 * The schemas of protocol 1 as they were released, with all that they stood on: what stations in the field read answers with and an
 * old center reads requests with. Frozen; `protocol-fingerprint.json` notices a change. Names are those of the modules they were in.
 */

z.config({ jitless: true });

const text = (max: number) => z.string().max(max);
const siteCode = z.string().regex(/^\d{4,18}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();
const author = z.looseObject({ device: text(64), person: text(64) });
const conflict = z.looseObject({ field: text(64), base: z.unknown(), mine: z.unknown(), theirs: z.unknown(), who: author, when: text(40) });
const anyRecord = z.looseObject({
  id: z.uuid(),
  site: siteCode,
  v: z.number().int().min(1),
  createdAt: instant,
  updatedAt: instant,
  by: author,
  removed: z.boolean(),
  conflicts: z.array(conflict).max(1_000),
});

const deviceProfileSchema = z.looseObject({
  device: z.string(),
  deviceName: text(120),
  role: z.enum(['station', 'institute', 'county', 'city']),
  site: siteCode,
  siteName: text(120),
  above: z.record(z.string(), text(120)),
  centerName: text(120),
  idKey: z.string(),
  photoEdge: z.number().int().min(640).max(8192),
});

const access = {
  enrolRequestSchema: z.looseObject({
    protocol: z.number().int(),
    code: text(60),
    publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    proof: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
    deviceName: text(120),
  }),
  deviceProfileSchema,
  sessionRequestSchema: z.looseObject({
    protocol: z.number().int(),
    device: text(64),
    nonce: text(120).optional(),
    signature: text(120).optional(),
  }),
  sessionResponseSchema: z.union([
    z.looseObject({ nonce: z.string() }),
    z.looseObject({ token: z.string(), expiresIn: z.number().int(), profile: deviceProfileSchema }),
  ]),
};

const blobs = {
  blobReceiptSchema: z.looseObject({ hash: sha256, size: z.number().int() }),
  blobsHaveRequestSchema: z.looseObject({ hashes: z.array(sha256).max(1_000) }),
  blobsHaveResponseSchema: z.looseObject({ have: z.array(sha256) }),
};

const setDigestSchema = z.looseObject({ count: z.number().int(), xor: z.string() });
const digest = { setDigestSchema, digestResponseSchema: z.looseObject({ kinds: z.record(z.string(), setDigestSchema) }) };

const REFUSED_CODES = [
  'badRequest', 'badCode', 'usedCode', 'expiredCode', 'unauthorized', 'revoked', 'outOfScope', 'notFound', 'notWanted', 'hashMismatch', 'tooLarge', 'storageFull',
] as const;
const linkErrorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('offline'), detail: z.string() }),
  z.object({ kind: z.literal('refused'), code: z.enum(REFUSED_CODES).catch('badRequest'), detail: z.string() }),
  z.object({ kind: z.literal('tooOld'), min: z.number().int() }),
  z.object({ kind: z.literal('tooNew'), max: z.number().int() }),
  z.object({ kind: z.literal('busy'), retryAfterMs: z.number() }),
]);
const errors = { linkErrorSchema, errorBodySchema: z.looseObject({ error: linkErrorSchema }) };

const checkpointSchema = z.record(z.string().regex(/^\d{6}$/), z.number().int().min(0));
const kind = z.string().regex(/^[a-zA-Z]{1,40}$/);
const receiptSchema = z.looseObject({ kind, id: z.uuid(), version: sha256, county: z.string(), position: z.number().int() });
const REFUSALS = ['invalid', 'outOfScope', 'appendOnly', 'tooLarge', 'unknownSite', 'readOnly'] as const;
const refusalSchema = z.looseObject({ code: z.enum(REFUSALS).catch('invalid'), field: text(200), detail: text(1_000) });
const writeResultSchema = z.discriminatedUnion('status', [
  z.looseObject({ status: z.literal('accepted'), receipt: receiptSchema }),
  z.looseObject({ status: z.literal('conflict'), kind, id: z.string(), current: anyRecord.nullable() }),
  z.looseObject({ status: z.literal('refused'), kind, id: z.string(), reason: refusalSchema }),
]);
const change = z.union([
  z.looseObject({ kind, county: z.string(), position: z.number().int(), record: anyRecord }),
  z.looseObject({ kind, county: z.string(), position: z.number().int(), left: z.uuid() }),
]);
const exchange = {
  checkpointSchema,
  exchangeRequestSchema: z.looseObject({
    protocol: z.number().int(),
    push: z.array(z.looseObject({ kind, base: sha256.nullable(), record: z.unknown() })).max(1_000),
    pull: z.looseObject({ from: z.record(kind, checkpointSchema), limit: z.number().int().min(1).max(2_000) }).nullable(),
  }),
  receiptSchema,
  refusalSchema,
  writeResultSchema,
  exchangeResponseSchema: z.looseObject({
    protocol: z.number().int(),
    results: z.array(writeResultSchema),
    pull: z.looseObject({ changes: z.array(change), through: checkpointSchema, more: z.boolean() }).nullable(),
    serverTime: z.number(),
  }),
};

const news = {
  newsSchema: z.discriminatedUnion('type', [
    z.looseObject({ type: z.literal('moved'), county: z.string(), position: z.number().int() }),
    z.looseObject({ type: z.literal('blob'), hash: z.string(), site: z.string() }),
    z.looseObject({ type: z.literal('contact'), site: z.string() }),
  ]),
};

const siteOverviewSchema = z.looseObject({
  code: z.string(),
  name: z.string(),
  tier: z.enum(['city', 'county', 'town', 'village']),
  parent: z.string(),
  lastContact: z.number().nullable(),
  devices: z.number().int(),
  records: z.record(z.string(), z.number().int()),
  photosReceived: z.number().int(),
  photosAwaited: z.number().int(),
  havesDone: z.number().int(),
  havesTotal: z.number().int(),
  minutes: z.number().int(),
});
const overview = { siteOverviewSchema, overviewSchema: z.looseObject({ sites: z.array(siteOverviewSchema), serverTime: z.number() }) };

/** All messages of protocol 1, by module and name. */
export const PROTOCOL_1 = { access, blobs, digest, errors, exchange, news, overview } as const;
