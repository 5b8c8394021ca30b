import type { AnyRecord } from '#shared/domain/record.ts';
import { isKind } from '#shared/schema/validate.ts';

/** How a person recognises a record: what it is called and its day. Texts are '' where the record says nothing. */
export interface RecordFace {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly day: string;
  /** Where it is opened; null where no screen shows it. */
  readonly link: string | null;
  /** False where this machine does not hold it (any more). */
  readonly here: boolean;
}

/** Fields that may hold a record's title, best first. */
const TITLES = ['title', 'name', 'caption', 'originalName', 'cycle', 'reason'];
const DAYS = ['occurredOn', 'joinedOn', 'foundedOn', 'adoptedOn', 'startsOn', 'dueOn'];

/** The face of a record, or of one that is not here. */
export function faceOf(kind: string, id: string, record: AnyRecord | null): RecordFace {
  if (record === null) return { kind, id, title: '', day: '', link: null, here: false };
  return { kind, id, title: firstText(record, TITLES), day: firstText(record, DAYS), link: linkOf(kind, record), here: true };
}

function firstText(record: AnyRecord, fields: readonly string[]): string {
  for (const field of fields) {
    const value = record[field];
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}

/** The screen of the station that shows the record. */
function linkOf(kind: string, record: AnyRecord): string | null {
  if (!isKind(kind)) return null;
  const activity = typeof record['activity'] === 'string' ? record['activity'] : '';
  if (kind === 'sites') return '/site';
  if (kind === 'activities') return `/activities/${record.id}`;
  if (kind === 'volunteers') return `/volunteers/${record.id}`;
  if (kind === 'teams') return `/teams?team=${record.id}`;
  if (kind === 'serviceRecords') return `/hours?volunteer=${String(record['volunteer'])}&record=${record.id}`;
  if (kind === 'evidence') return activity === '' ? '/haves' : `/activities/${activity}`;
  return null;
}

/** The form of the record, at the field that is at fault ('' for none); null where no screen has one. */
export function mendLink({ link }: RecordFace, field: string): string | null {
  const name = field.split('.')[0] ?? '';
  if (link === null || name === '') return link;
  return `${link}${link.includes('?') ? '&' : '?'}field=${name}`;
}
