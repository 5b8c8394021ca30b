import { z } from 'zod';
import { deviceProfileSchema } from '../protocol/access.ts';
import { blobReceiptSchema, blobsHaveResponseSchema } from '../protocol/blobs.ts';
import { digestResponseSchema } from '../protocol/digest.ts';
import { resultOf } from '../protocol/errors.ts';
import { exchangeRequestSchema, exchangeResponseSchema } from '../protocol/exchange.ts';
import { heldDecidedSchema, heldDecisionSchema, heldOutcomesSchema, heldResponseSchema } from '../protocol/held.ts';
import { newsSchema } from '../protocol/news.ts';
import { overviewSchema } from '../protocol/overview.ts';
import { reconcileRequestSchema, reconcileResponseSchema } from '../protocol/reconcile.ts';
import { sha256, text } from '../schema/fields.ts';
import { photoCacheChannels } from './photo-cache.ts';
import { exportChannels } from './exports.ts';
import { MAX_UNSENT, unsentEntrySchema, unsentKeySchema } from './unsent.ts';
import { referPortionSchema, vaultCheckSchema } from './vault.ts';

/** Bytes cross the bridge as they are: structured clone in Electron, a framed body in the browser shell. */
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const nothing = z.null();

/** What the renderer may know of its enrolment: the profile without the county's key. */
const enrolment = deviceProfileSchema.omit({ idKey: true }).extend({ center: text(300) });
export type Enrolment = z.infer<typeof enrolment>;

/**
 * The link to the center. `revoked`: the center no longer takes this device's word; `tooOld`, `tooNew`: this program
 * speaks another version of the protocol than the center. Nothing local is lost by any of them.
 */
const connection = z.object({
  state: z.enum(['notEnrolled', 'connecting', 'online', 'offline', 'revoked', 'tooOld', 'tooNew']),
  /** Milliseconds since 1970 by this machine's clock. */
  since: z.number(),
  /** This machine's clock minus the center's, milliseconds, as measured at the last contact; null before the first. */
  skewMs: z.number().nullable(),
  /** When that was measured, milliseconds since 1970 by this machine's clock: it may have been before the program started. */
  skewAt: z.number().nullable().optional(),
  /** Last contact, also of an earlier run of the program, milliseconds since 1970 by this machine's clock; null before the first. */
  lastContact: z.number().nullable(),
});
export type Connection = z.infer<typeof connection>;

const vaultError = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hashMismatch') }),
  z.object({ kind: z.literal('diskFull'), neededBytes: z.number(), freeBytes: z.number() }),
  z.object({ kind: z.literal('failed'), detail: z.string() }),
]);
export type VaultError = z.infer<typeof vaultError>;

const vaultResult = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value }), z.object({ ok: z.literal(false), error: vaultError })]);

/**
 * The one contract between renderer and host: every channel with the schema of its input and output. The preload, the
 * browser shell, the renderer's client and the host's handlers are all derived from it. No path, key or token crosses it.
 */
export const channels = {
  /** What the host is. `keyStore`: `plain` where the machine has no keyring, so that keys are guarded by file rights alone. */
  'app.info': {
    input: nothing,
    output: z.object({
      shell: z.enum(['electron', 'browser']),
      version: z.string(),
      platform: z.string(),
      keyStore: z.enum(['keyring', 'plain']),
      /** Opens the sync inspector (`npm run dev`). */
      developer: z.boolean(),
    }),
  },
  /** A fault in the renderer, for the host's log. */
  'app.report': { input: z.object({ message: text(4_000), stack: text(20_000) }), output: nothing },

  'link.enrolment': { input: nothing, output: enrolment.nullable() },
  'link.connection': { input: nothing, output: connection },
  /** Turns a one-time code into a device of this host. `center` is the address of the center. */
  'link.enrol': { input: z.object({ center: text(300), code: text(60), deviceName: text(120) }), output: resultOf(enrolment) },
  /** Pushes and pulls in one request. Records in it were checked by the renderer and are checked again at the center. */
  'link.exchange': { input: exchangeRequestSchema, output: resultOf(exchangeResponseSchema) },
  'link.overview': { input: nothing, output: resultOf(overviewSchema) },
  'link.digest': { input: nothing, output: resultOf(digestResponseSchema) },
  /** Finds where this machine's records differ from the center's (rule C2). */
  'link.reconcile': { input: reconcileRequestSchema, output: resultOf(reconcileResponseSchema) },
  /** Pushes that wait for a person's confirmation (rule D1), and the decision on one. */
  'link.held': { input: nothing, output: resultOf(heldResponseSchema) },
  'link.decideHeld': { input: heldDecisionSchema.omit({ protocol: true }), output: resultOf(heldDecidedSchema) },
  /** What was decided on pushes of this device after a moment of the center's clock (rule D1). */
  'link.heldDecided': { input: z.object({ after: z.number() }), output: resultOf(heldOutcomesSchema) },
  /** Tries to reach the center now instead of at the next turn. */
  'link.retry': { input: nothing, output: nothing },

  /** Puts a photo into the vault, durably, before it answers. The bytes must have this hash. */
  'photo.put': { input: z.object({ hash: sha256, bytes }), output: vaultResult(z.object({ hash: sha256 })) },
  /** Which of these are in the vault, whole. */
  'photo.has': { input: z.object({ hashes: z.array(sha256).max(1_000) }), output: z.object({ have: z.array(sha256) }) },
  /** A photo's bytes: from the vault or an office's cache, else from the center (and kept); null where neither has it or the center is out of reach. */
  'photo.read': { input: z.object({ hash: sha256 }), output: z.object({ bytes: bytes.nullable(), from: z.enum(['vault', 'cache', 'center', 'nowhere']) }) },
  /** Sends a photo from the vault to the center; answers only once the center has checked the bytes and stored them. */
  'photo.upload': { input: z.object({ hash: sha256, type: text(60) }), output: resultOf(blobReceiptSchema) },
  /** Which of these the center holds already. */
  'photo.have': { input: z.object({ hashes: z.array(sha256).max(1_000) }), output: resultOf(blobsHaveResponseSchema) },

  ...photoCacheChannels,

  /** Whether so many bytes of photos have room: what the disk must have free for them, and has. */
  'vault.room': { input: z.object({ bytes: z.number().int().min(0) }), output: z.object({ neededBytes: z.number(), freeBytes: z.number() }) },
  /**
   * Tells the host what names photos, portion by portion. `taken` false: the portion does not follow the one before, the
   * list begins anew. With the end of a whole list, bytes that nothing has named for long are removed.
   */
  'vault.refer': { input: referPortionSchema, output: z.object({ taken: z.boolean() }) },
  /** Starts a check of every photo in the vault against its hash, asks how it stands, or stops it. */
  'vault.check': { input: z.object({ act: z.enum(['start', 'stop', 'status']) }), output: vaultCheckSchema },

  /** Keeps edits that wait to be sent beside the browser's storage, durably, before it answers. A later version takes an earlier one's place. */
  'unsent.keep': { input: z.object({ replica: z.uuid(), entries: z.array(unsentEntrySchema).max(MAX_UNSENT) }), output: nothing },
  /** These versions wait no longer; where another version of the record is kept, that stays. */
  'unsent.drop': { input: z.object({ replica: z.uuid(), keys: z.array(unsentKeySchema).max(MAX_UNSENT) }), output: nothing },
  /**
   * What is kept for a replica, page by page. `name` are its databases, `replica` the id that it has, or, where `fresh`,
   * would take: where the host served another one for that name or device before, the browser's storage was lost, and the
   * answer is about that one (`known`).
   */
  'unsent.read': {
    input: z.object({ name: text(100), device: text(64), replica: z.uuid(), fresh: z.boolean(), from: z.number().int().min(0) }),
    output: z.object({ replica: z.uuid(), known: z.boolean(), entries: z.array(unsentEntrySchema), more: z.boolean() }),
  },

  /** Keeps a volunteer's full ID number on this machine alone and answers what may travel. */
  'identity.keep': {
    input: z.object({ volunteer: z.uuid(), number: text(20) }),
    output: z.object({ masked: text(40), hash: z.string() }),
  },
  /** The full number kept on this machine, or null. */
  'identity.read': { input: z.object({ volunteer: z.uuid() }), output: z.object({ number: z.string().nullable() }) },

  ...exportChannels,
} as const satisfies Readonly<Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>>;

export type Channel = keyof typeof channels;
export type Input<C extends Channel> = z.infer<(typeof channels)[C]['input']>;
export type Output<C extends Channel> = z.infer<(typeof channels)[C]['output']>;

/** What the host tells the renderer unasked. */
export const events = {
  'link.connection': connection,
  'link.enrolment': enrolment.nullable(),
  'link.news': newsSchema,
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type EventName = keyof typeof events;
export type EventPayload<E extends EventName> = z.infer<(typeof events)[E]>;

/** The renderer's side of the bridge, whichever shell carries it. */
export interface Bridge {
  invoke<C extends Channel>(channel: C, input: Input<C>): Promise<Output<C>>;
  /** Calls back for each event of the name; answers how to stop it. */
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void;
}

/** The host's side: one handler a channel. Inputs were checked against the contract before they arrive. */
export type Handlers = { readonly [C in Channel]: (input: Input<C>) => Promise<Output<C>> };

/** How the host tells: the same events, to every window that listens. */
export interface Publisher {
  publish<E extends EventName>(event: E, payload: EventPayload<E>): void;
}

/** The names of all channels and events, for the preload's and the shell's loops. */
export const channelNames = Object.keys(channels) as readonly Channel[];
export const eventNames = Object.keys(events) as readonly EventName[];

/** True where the text names a channel. */
export function isChannel(name: string): name is Channel {
  return Object.hasOwn(channels, name);
}
