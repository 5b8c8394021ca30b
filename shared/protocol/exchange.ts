import { z } from 'zod';
import type { AnyRecord } from '../domain/record.ts';
import { anyRecord, sha256, siteCode, text } from '../schema/fields.ts';
import { setDigestSchema, type SetDigest } from './digest.ts';

/** Where a consumer stands: for each county (6 digits) the last log position it has. A county that is absent stands at 0. */
export const checkpointSchema = z.record(z.string().regex(/^\d{6}$/), z.number().int().min(0));
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** A kind on the wire. Kinds that only a newer version knows are allowed: they are stored and passed on. */
export const kind = z.string().regex(/^[a-zA-Z]{1,40}$/);

/** One record that a replica wants stored, and the version it was based on (null where the replica knows of none). */
export interface Write {
  readonly kind: string;
  readonly base: string | null;
  /** Checked one by one at the center, so that a bad one is refused alone. */
  readonly record: unknown;
}

/** The largest number of writes in one exchange, and of changes in one answer. */
export const MAX_WRITES = 1_000;
export const MAX_CHANGES = 2_000;

/** The largest number of ranges of own positions for one log. */
export const MAX_RANGES = 50;

/** By log: ranges of positions, both ends included. */
const ownPositionsSchema = z.record(z.string().regex(/^\d{6}$/), z.array(z.tuple([z.number().int().min(0), z.number().int().min(0)])).max(MAX_RANGES));
export type OwnPositions = Readonly<Record<string, readonly (readonly [from: number, to: number])[]>>;

export const exchangeRequestSchema = z.looseObject({
  protocol: z.number().int(),
  push: z.array(z.looseObject({ kind, base: sha256.nullable(), record: z.unknown() })).max(MAX_WRITES),
  /** For each kind wanted, where its consumer stands; null for a push alone. */
  pull: z
    .looseObject({
      from: z.record(kind, checkpointSchema),
      limit: z.number().int().min(1).max(MAX_CHANGES),
      /** Ranges of positions that hold what this replica pushed since `from`: they are left out of the answer. Since protocol 2. */
      own: ownPositionsSchema.optional(),
    })
    .nullable(),
  /** The device's clock, milliseconds since 1970: the center notes by how much it is off. Since protocol 2. */
  clientTime: z.number().optional(),
  /** Asks for the scope's digest of the kinds pulled, where the pull comes to its end (rule C2). Since protocol 2. */
  digest: z.boolean().optional(),
});
export interface ExchangeRequest {
  readonly protocol: number;
  readonly push: readonly Write[];
  readonly pull: { readonly from: Readonly<Record<string, Checkpoint>>; readonly limit: number; readonly own?: OwnPositions | undefined } | null;
  readonly clientTime?: number | undefined;
  readonly digest?: boolean | undefined;
}

/** The center's word that it holds this very version (rule C1). */
export const receiptSchema = z.looseObject({
  kind,
  id: z.uuid(),
  version: sha256,
  county: z.string(),
  position: z.number().int(),
});
export type Receipt = z.infer<typeof receiptSchema>;

/**
 * Why a record was refused (rule P2). The screens have words and advice for each code. `held` (rule D1): the push would
 * remove or empty much; the center keeps it until a person there confirms it, and nothing is changed until then.
 */
export const REFUSALS = ['invalid', 'outOfScope', 'appendOnly', 'tooLarge', 'unknownSite', 'readOnly', 'held'] as const;
export const refusalSchema = z.looseObject({
  /** A code that only a newer center knows reads as `invalid`; `detail` still says it. */
  code: z.enum(REFUSALS).catch('invalid'),
  /** Path of the field at fault, or ''. */
  field: text(200),
  /** For the log; English, not shown. */
  detail: text(1_000),
});
export type Refusal = z.infer<typeof refusalSchema>;

export const writeResultSchema = z.discriminatedUnion('status', [
  z.looseObject({ status: z.literal('accepted'), receipt: receiptSchema }),
  /** The center's version is another than the push was based on; `current` is null where the center has none. */
  z.looseObject({ status: z.literal('conflict'), kind, id: z.string(), current: anyRecord.nullable() }),
  z.looseObject({ status: z.literal('refused'), kind, id: z.string(), reason: refusalSchema }),
]);
export type WriteResult =
  | { readonly status: 'accepted'; readonly receipt: Receipt }
  | { readonly status: 'conflict'; readonly kind: string; readonly id: string; readonly current: AnyRecord | null }
  | { readonly status: 'refused'; readonly kind: string; readonly id: string; readonly reason: Refusal };

/** A record in its current state, or the news that it left the scope (rule L3). */
export type Change =
  | { readonly kind: string; readonly county: string; readonly position: number; readonly record: AnyRecord }
  | { readonly kind: string; readonly county: string; readonly position: number; readonly left: string };

export const exchangeResponseSchema = z.looseObject({
  protocol: z.number().int(),
  /** One for each write, in the order of the request. */
  results: z.array(writeResultSchema),
  pull: z
    .looseObject({
      /** Oldest first in each county. */
      changes: z.array(
        z.union([
          z.looseObject({ kind, county: z.string(), position: z.number().int(), record: anyRecord }),
          z.looseObject({ kind, county: z.string(), position: z.number().int(), left: z.uuid() }),
        ]),
      ),
      /** Where every kind asked for stands after these changes. */
      through: checkpointSchema,
      /** True where there is more to pull at once. */
      more: z.boolean(),
    })
    .nullable(),
  /** The center's clock, milliseconds since 1970. */
  serverTime: z.number(),
  /**
   * Names the life of the center's log. Another one than before says that the log was restored from a backup: replicas
   * may have what it lost, and give it back before they go on. Since protocol 2.
   */
  epoch: z.string().max(64).optional(),
  /** Where this life of the logs began: what the life before had beyond these positions is not here. Since protocol 2. */
  restored: checkpointSchema.optional(),
  /** The device's scope, as it is now; a village that was moved has another code (rule L3). Since protocol 2. */
  scope: siteCode.optional(),
  /** By kind, where it was asked for and `pull.more` is false. Since protocol 2. */
  digest: z.record(kind, setDigestSchema).optional(),
});
export interface ExchangeResponse {
  readonly protocol: number;
  readonly results: readonly WriteResult[];
  readonly pull: { readonly changes: readonly Change[]; readonly through: Checkpoint; readonly more: boolean } | null;
  readonly serverTime: number;
  readonly epoch?: string | undefined;
  readonly restored?: Checkpoint | undefined;
  readonly scope?: string | undefined;
  readonly digest?: Readonly<Record<string, SetDigest>> | undefined;
}
