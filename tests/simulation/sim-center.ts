import type { AnyRecord } from '#shared/domain/record.ts';
import type { DigestResponse, KindDigest } from '#shared/protocol/digest.ts';
import type { Result } from '#shared/protocol/errors.ts';
import type { Checkpoint, ExchangeRequest, ExchangeResponse } from '#shared/protocol/exchange.ts';
import type { ReconcileRequest, ReconcileResponse } from '#shared/protocol/reconcile.ts';

/** A device as it is enrolled. */
export interface SimEnrolled {
  readonly id: string;
  readonly role: 'station' | 'institute' | 'county' | 'city';
  readonly site: string;
}

/** One row of the log. */
export interface LogRow {
  readonly kind: string;
  readonly record: AnyRecord;
  readonly version: string;
  readonly county: string;
  readonly position: number;
  readonly device: string;
  readonly at: number;
}

/** A held push (rule D1), and `kind:id` of its records. */
export interface HeldAtCenter {
  readonly push: string;
  readonly records: readonly string[];
}

/** A center as the world moves it: what devices ask of it, what people do there, and what only checks look at. */
export interface SimCenter {
  exchange(device: string, request: ExchangeRequest): Promise<Result<ExchangeResponse>>;
  digest(device: string): Promise<Result<DigestResponse>>;
  reconcile(device: string, request: ReconcileRequest): Promise<Result<ReconcileResponse>>;

  held(): Promise<readonly HeldAtCenter[]>;
  decide(push: string, decision: 'confirm' | 'reject'): Promise<void>;
  /** False where that move cannot be made. */
  move(from: string, to: string): Promise<boolean>;
  /** Goes on with a move that was cut off, as a center does at start. */
  resume(): Promise<void>;
  /** The next write to its database breaks, this many statements into it; what was asked meanwhile fails. */
  breakAfter(statements: number | null): void;
  backup(): Promise<unknown>;
  restore(backup: unknown, renew: boolean): Promise<void>;

  /** The device's scope as the center has it. */
  scopeOf(device: string): Promise<string>;
  /** Everything that a pull of the scope sends, read page by page from the start. */
  readScope(scope: string, limit: number): Promise<readonly { readonly kind: string; readonly record: AnyRecord }[]>;
  digestOf(scope: string): Promise<Readonly<Record<string, KindDigest>>>;
  /** Every version that was ever accepted, in the order of writing. */
  log(): Promise<readonly LogRow[]>;
  heads(): Promise<Checkpoint>;
  /** Positions of a log that hold nothing but the news that a record left. */
  departed(county: string): Promise<number>;
  /** Current states. */
  records(): Promise<ReadonlyMap<string, { readonly kind: string; readonly record: AnyRecord; readonly version: string }>>;
  /** Standing service minutes by site, as the center reports them. */
  minutes(): Promise<ReadonlyMap<string, number>>;
  /** Codes that stand no more. */
  retired(): Promise<ReadonlySet<string>>;
}
