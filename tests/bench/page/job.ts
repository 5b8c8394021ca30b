import type { AnyRecord, Kind } from '#shared/domain/record.ts';

/** Records that a run looks at one by one when it is over. */
export interface Sample {
  readonly kind: Kind;
  readonly record: AnyRecord;
}

/** What the page is asked to do; `base` addresses begin with the page's own origin. */
export interface Job {
  readonly count: number;
  readonly sample: readonly Sample[];
  /** The station, and the session's token at the center. */
  readonly site: string;
  readonly token: string;
  /** Where and by which code a host is enrolled; null where the page talks to the center itself. */
  readonly enrol: { readonly center: string; readonly code: string } | null;
}

/** What it took, milliseconds by the page's own clock, and what there is now. */
export interface Done {
  readonly ms: number;
  /** Until nothing is under way any more: ours compares itself with the center by digests once all is there. */
  readonly restMs?: number;
  /** Records that are there, read after the clock was stopped. */
  readonly count: number;
  /** Of the sample, those that are there with exactly the right content. */
  readonly right: number;
}
