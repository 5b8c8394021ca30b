import type { AnyRecord, Kind } from '#shared/domain/record.ts';
import { nameKey, searchText } from './pinyin.ts';

/**
 * What the replica adds to a record for its own indexes. It never travels and is in no version: it is taken off before a
 * push and made anew after a pull.
 */
export interface LocalFields {
  /** Sorts newest first when read upwards: a descending sort would not use the index. */
  readonly at: number;
  /** Sorts by name, in pinyin; '' for kinds that no screen lists by name. */
  readonly name: string;
}

/** A record as it lies in the replica. */
export type Doc = AnyRecord & { readonly local: LocalFields };

/** Which field is the record's day, by which name it is listed, and which fields are searched. */
interface Facets {
  readonly day: string | null;
  readonly name: string | null;
  readonly find: readonly string[];
}

const FACETS: { readonly [K in Kind]: Facets } = {
  sites: { day: null, name: 'name', find: ['name', 'address', 'head'] },
  standards: { day: 'adoptedOn', name: null, find: ['title'] },
  activities: { day: 'occurredOn', name: null, find: ['title', 'place', 'inCharge'] },
  volunteers: { day: 'joinedOn', name: 'name', find: ['name', 'phone', 'number'] },
  teams: { day: 'foundedOn', name: 'name', find: ['name', 'leader'] },
  serviceRecords: { day: 'occurredOn', name: null, find: ['name', 'content', 'place'] },
  points: { day: 'occurredOn', name: null, find: ['reason'] },
  evidence: { day: 'occurredOn', name: null, find: ['caption', 'originalName'] },
  orders: { day: 'occurredOn', name: null, find: ['title', 'requester'] },
  programs: { day: 'startsOn', name: null, find: ['name', 'leader'] },
  assessments: { day: 'occurredOn', name: null, find: ['title'] },
  rectifications: { day: 'dueOn', name: null, find: ['title', 'owner'] },
};

const DAY_MS = 86_400_000;
/** Beyond any day that a schema takes, so that the inverted key stays above zero. */
const LAST_DAY = 3_000_000;
export const LARGEST_AT = LAST_DAY * DAY_MS;

/** Newest day first, and within a day the one that was saved last. */
function newestFirst(day: string, createdAt: string): number {
  const days = Math.floor(Date.parse(day) / DAY_MS);
  const saved = Date.parse(createdAt) % DAY_MS;
  const key = (LAST_DAY - 1 - (Number.isFinite(days) ? days : 0)) * DAY_MS + (DAY_MS - 1 - (Number.isFinite(saved) ? Math.abs(saved) : 0));
  return Math.min(LARGEST_AT, Math.max(0, key));
}

/** The record with the replica's own fields. */
export function toDoc(kind: Kind, record: AnyRecord): Doc {
  const facets = FACETS[kind];
  const textOf = (field: string | null): string => (field !== null && typeof record[field] === 'string' ? record[field] : '');
  const day = textOf(facets.day);
  const local: LocalFields = {
    at: newestFirst(day === '' ? record.createdAt.slice(0, 10) : day, record.createdAt),
    name: facets.name === null ? '' : nameKey(textOf(facets.name)),
  };
  return { ...record, local };
}

/**
 * Tells whether a record has all of these words (lower case) in the fields that are searched: as they are written, in pinyin
 * or in pinyin initials. Spelled out only where a search asks for letters: to do so for every record that is pulled makes a
 * first pull slow.
 */
export function finder(kind: Kind, words: readonly string[]): (record: AnyRecord) => boolean {
  const { find } = FACETS[kind];
  return (record) => {
    const texts = find.flatMap((field) => (typeof record[field] === 'string' && record[field] !== '' ? [record[field]] : []));
    const plain = texts.join(' ').toLowerCase();
    const missing = words.filter((word) => !plain.includes(word));
    if (missing.length === 0) return true;
    if (!missing.every((word) => LETTERS.test(word))) return false;
    const spelled = searchText(...texts);
    return missing.every((word) => spelled.includes(word));
  };
}

/** A word that pinyin can match: of letters, perhaps beside what else was typed with them. */
const LETTERS = /[a-zü]/;

/** The record as it travels: without the replica's own fields and without RxDB's. */
export function toRecord(doc: object): AnyRecord {
  const { local: _local, _deleted, _rev, _meta, _attachments, ...record } = doc as Doc & Record<'_deleted' | '_rev' | '_meta' | '_attachments', unknown>;
  return record;
}
