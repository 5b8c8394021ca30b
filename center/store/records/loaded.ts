import type { Accepted, Departure, Standing } from './rows.ts';
import type { Successors } from './successors.ts';

/** What a plan is made from: all that the database knows of a batch's records, read under their counties' locks. */
export interface Loaded {
  /** The last position of every log that is locked. */
  readonly heads: ReadonlyMap<string, number>;
  /** By kind and id. */
  readonly standing: ReadonlyMap<string, Standing>;
  /** Earlier acceptances of the versions that are pushed, oldest first, by kind and id. */
  readonly accepted: ReadonlyMap<string, readonly Accepted[]>;
  /** Places that records outside of the writer's scope left, by kind and id. */
  readonly departures: ReadonlyMap<string, readonly Departure[]>;
  /** Bodies of the versions that edits of departed records are based on, by kind, id and version. */
  readonly bases: ReadonlyMap<string, string>;
  readonly successors: Successors;
}
