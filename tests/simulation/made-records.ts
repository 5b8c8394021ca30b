import type { AnyRecord } from '#shared/domain/record.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { instantOf } from '#shared/ports/clock.ts';
import type { Dice } from './dice.ts';

/** A field that people edit, and what they put into it. */
export interface EditableField {
  readonly field: string;
  readonly type: 'text' | 'few' | 'number' | 'set' | 'flag';
}

const FEW = ['甲', '乙', '丙'];
const SET = ['emptyNest', 'leftBehind', 'disabled', 'hardship'];

/** Fields of each kind that are edited here; append-only kinds have none. */
export const EDITABLE: Readonly<Record<string, readonly EditableField[]>> = {
  activities: [
    { field: 'title', type: 'text' },
    { field: 'place', type: 'few' },
    { field: 'content', type: 'text' },
    { field: 'attendance', type: 'number' },
    { field: 'served', type: 'set' },
    { field: 'removed', type: 'flag' },
  ],
  volunteers: [
    { field: 'name', type: 'text' },
    { field: 'note', type: 'text' },
    { field: 'phone', type: 'few' },
    { field: 'skills', type: 'set' },
    { field: 'removed', type: 'flag' },
  ],
  evidence: [
    { field: 'caption', type: 'text' },
    { field: 'item', type: 'few' },
    { field: 'removed', type: 'flag' },
  ],
  orders: [
    { field: 'stage', type: 'few' },
    { field: 'content', type: 'text' },
  ],
  standards: [
    { field: 'title', type: 'text' },
    { field: 'version', type: 'few' },
  ],
  sites: [
    { field: 'note', type: 'text' },
    { field: 'head', type: 'few' },
    { field: 'staff', type: 'set' },
  ],
};

/** What a person puts into a field in place of what is there. `mark` is unique in the world. */
export function newValue({ type }: EditableField, before: unknown, dice: Dice, mark: string): unknown {
  if (type === 'text') return dice.chance(75) ? mark : FEW[dice.int(FEW.length)];
  if (type === 'few') return FEW[dice.int(FEW.length)];
  if (type === 'number') return dice.int(4);
  if (type === 'flag') return before !== true;
  const held = Array.isArray(before) ? (before as string[]) : [];
  const item = SET[dice.int(SET.length)] as string;
  return held.includes(item) ? held.filter((one) => one !== item) : [...held, item];
}

/** Who makes a record, and where. */
export interface Maker {
  readonly device: string;
  readonly site: string;
  readonly clock: Clock;
}

/** What every new record has. */
function baseOf(id: string, { device, site, clock }: Maker): AnyRecord {
  const now = instantOf(clock);
  return { id, site, v: 1, createdAt: now, updatedAt: now, by: { device, person: device }, removed: false, conflicts: [] };
}

const FIELDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  activities: {
    title: '', kind: 'festival', status: 'held', occurredOn: '2026-05-30', startsAt: '', minutes: 90, place: '', organiser: '', inCharge: '', content: '',
    attendance: 0, served: [], teams: [], returnReason: '',
  },
  volunteers: {
    name: '', gender: '', birthYear: 0, phone: '', idMasked: '', idHash: '', teams: [], joinedOn: '2026-01-01', skills: [], partyMember: false, number: '', note: '',
  },
  serviceRecords: {
    volunteer: '', name: '', activity: '', occurredOn: '2026-05-30', minutes: 0, place: '', beneficiary: '', content: '', quality: '', inCharge: '', recorder: '',
    corrects: '', reason: '',
  },
  evidence: {
    caption: '', hash: 'a'.repeat(64), size: 10, type: 'image/jpeg', width: 4, height: 3, thumbHash: '', thumbSize: 0, originalHash: '', originalSize: 0,
    originalName: '', takenAt: '', takenSource: 'none', lat: null, lng: null, phash: '', software: '', item: '', activity: '', occurredOn: '2026-05-30',
  },
  orders: { title: '', type: '', stage: '', content: '', requester: '', phone: '', occurredOn: '2026-05-30', to: '' },
  standards: { title: '', version: '', items: [], adoptedOn: '', to: '' },
};

/** A new record of a kind; `fields` replace its own. */
export function newRecord(kind: string, id: string, maker: Maker, fields: Readonly<Record<string, unknown>>): AnyRecord {
  return { ...baseOf(id, maker), ...FIELDS[kind], ...fields };
}
