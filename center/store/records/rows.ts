import type { AnyRecord } from '#shared/domain/record.ts';

/** What decides who is sent a record: where it belongs, and the code that it is addressed down to ('' for none). */
export interface Place {
  readonly site: string;
  readonly to: string;
}

/** A record in its current state, as `records` has it. */
export interface Standing extends Place {
  readonly kind: string;
  readonly id: string;
  readonly county: string;
  readonly position: number;
  readonly version: string;
  /** How many versions it has had. */
  readonly revision: number;
  readonly removed: boolean;
  readonly body: string;
}

/** A version that was accepted, as `history` has it. */
export interface Accepted {
  readonly county: string;
  readonly position: number;
  readonly version: string;
  readonly base: string | null;
}

/** A row of `history` to be added. */
export interface NewVersion extends Accepted {
  readonly kind: string;
  readonly id: string;
  readonly revision: number;
  readonly device: string;
  readonly at: number;
  readonly loss: Loss;
  readonly body: string;
}

/** Rule D1: 1 where a version removes or empties, 2 where that was confirmed or the center's own doing. */
export type Loss = 0 | 1 | 2;

/** A place that a record left, in the log of that place's county. */
export interface Departure extends Place {
  readonly kind: string;
  readonly id: string;
  readonly county: string;
  readonly position: number;
  readonly now: Place;
}

/** Where the records of a retired code are filed now. */
export interface Successor {
  readonly site: string;
  /** Id of the standing `sites` record there; '' below a village. */
  readonly siteRecord: string;
}

/** A write that is held (rule D1). */
export interface HeldWrite {
  readonly kind: string;
  readonly id: string;
  readonly site: string;
  readonly county: string;
  readonly version: string;
  readonly base: string | null;
  readonly body: string;
}

/** One text for a kind and id, or for more. */
export function keyOf(...parts: readonly string[]): string {
  return parts.join(' ');
}

/** The code prefix that a record is addressed down to, or ''. */
export function addresseeOf(record: AnyRecord): string {
  const to = record['to'];
  return typeof to === 'string' && /^\d{4,18}$/.test(to) ? to : '';
}

export function recordOf({ body }: { readonly body: string }): AnyRecord {
  return JSON.parse(body) as AnyRecord;
}
