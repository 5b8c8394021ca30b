/** What every record has, whatever its kind. */

/** The replicated kinds, one RxDB collection each: twelve, because the free build refuses a fourteenth open collection. */
export const KINDS = [
  'sites',
  'standards',
  'activities',
  'volunteers',
  'teams',
  'serviceRecords',
  'points',
  'evidence',
  'orders',
  'programs',
  'assessments',
  'rectifications',
] as const;

export type Kind = (typeof KINDS)[number];

/** Who saved a version: the device's id, and the name of the person who was at the keyboard. */
export interface Author {
  readonly device: string;
  readonly person: string;
}

/**
 * A value that a merge could not put into the record without displacing another (rule M1).
 * It stays in the record, replicates with it, and waits for a person.
 */
export interface Conflict {
  /** The field's name. */
  readonly field: string;
  /** The value both sides started from; null where there was none. */
  readonly base: unknown;
  /** The value that was displaced. */
  readonly mine: unknown;
  /** The value that stands for now. */
  readonly theirs: unknown;
  /** Who wrote `mine`. */
  readonly who: Author;
  /** When `mine` was saved, by its device's clock (ISO 8601). Shown, never used to decide. */
  readonly when: string;
}

/** A person's decision on a conflict. It stays in the record, so that all see who decided what, and can take it back. */
export interface Settlement {
  readonly conflict: Conflict;
  /** What stood before the decision. */
  readonly before: unknown;
  /** What the person chose: the standing value, the displaced one, both, or a third. */
  readonly value: unknown;
  readonly who: Author;
  /** When, by the device's clock (ISO 8601). Shown, never used to decide. */
  readonly when: string;
}

/** The fields that every record has. Device times are ISO 8601 instants; they are shown and never decide who wins. */
export interface RecordBase {
  /** UUIDv7, made on the device when the user saves. */
  readonly id: string;
  /** The division code that the record belongs to, or a position below it. */
  readonly site: string;
  /** The schema version that the record was written with. */
  readonly v: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly by: Author;
  /** A soft delete (rule D1): the record stays, and can be brought back. */
  readonly removed: boolean;
  readonly conflicts: readonly Conflict[];
  /** Conflicts that persons have decided; left out where there were none. Since version 2 of all kinds. */
  readonly settled?: readonly Settlement[] | undefined;
}

/** A record of any kind, as it travels: known fields and whatever a newer version added. */
export type AnyRecord = RecordBase & { readonly [field: string]: unknown };
