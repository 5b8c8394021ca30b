import { useTranslation } from 'react-i18next';
import { ACTIVITY_KINDS, ACTIVITY_STATUSES, SPECIAL_GROUPS } from '#shared/domain/activity.ts';
import { GENDERS } from '#shared/domain/people.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { bytesText, dayText, hoursText } from '../../ui/format.ts';
import type { RecordRef } from './use-faces.ts';

/** Fields that say nothing of the content to a person: numbers of records and files, and who saved it when. */
const TECHNICAL = new Set(['id', 'site', 'v', 'by', 'createdAt', 'updatedAt', 'conflicts', 'settled', 'hash', 'thumbHash', 'originalHash', 'idHash', 'phash', 'likeness', 'thumbSize', 'originalSize', 'type', 'width', 'height', 'software']);
const DAYS = new Set(['occurredOn', 'joinedOn', 'foundedOn', 'adoptedOn', 'startsOn', 'endsOn', 'dueOn']);
const BYTES = new Set(['size']);

/** Fields that name other records, and of which kind those are. */
const NAMING: Readonly<Record<string, string>> = { teams: 'teams', activity: 'activities', volunteer: 'volunteers', serviceRecord: 'serviceRecords', corrects: 'serviceRecords', standard: 'standards' };

/** The fields of records that a person reads, in the order of the words, without those that are empty in all of them. */
export function shownFields(records: readonly AnyRecord[], order: readonly string[]): readonly string[] {
  const all = new Set(records.flatMap((record) => Object.keys(record)));
  const place = (field: string): number => (order.includes(field) ? order.indexOf(field) : order.length);
  const says = (field: string): boolean => records.some((record) => !isEmpty(record[field]));
  return [...all].filter((field) => !TECHNICAL.has(field) && says(field)).toSorted((a, b) => place(a) - place(b));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
}

/** The records that these name. */
export function namedBy(records: readonly AnyRecord[]): readonly RecordRef[] {
  return records.flatMap((record) =>
    Object.entries(NAMING).flatMap(([field, kind]) => {
      const value = record[field];
      const ids = Array.isArray(value) ? value : [value];
      return ids.filter((id): id is string => typeof id === 'string' && id !== '').map((id) => ({ kind, id }));
    }),
  );
}

/** A field's value as people read it. `nameOf`: the name of a record that the value names, by its id. */
export function useValueText(kind: string, nameOf: (id: string) => string | undefined): (field: string, value: unknown) => string {
  const { t, i18n } = useTranslation(['sync', 'common', 'people']);
  const item = (field: string, value: unknown): string => {
    if (typeof value === 'boolean') return t(value ? 'sync:recovered.yes' : 'sync:recovered.no');
    if (typeof value === 'number') return field === 'minutes' ? hoursText(value, t) : BYTES.has(field) ? bytesText(value) : String(value);
    if (typeof value !== 'string') return JSON.stringify(value);
    if (field in NAMING) return nameOf(value) ?? t('sync:notHere');
    if (DAYS.has(field)) return dayText(value, i18n.language);
    return word(field, value) ?? value;
  };
  const word = (field: string, value: string): string | null => {
    const ofActivity = kind === 'activities';
    const activityKind = ACTIVITY_KINDS.find((known) => ofActivity && field === 'kind' && known === value);
    if (activityKind !== undefined) return t(`common:activityKinds.${activityKind}`);
    const status = ACTIVITY_STATUSES.find((known) => ofActivity && field === 'status' && known === value);
    if (status !== undefined) return t(`common:activityStatuses.${status}`);
    const gender = GENDERS.find((known) => field === 'gender' && known === value && known !== '');
    if (gender !== undefined) return t(`people:gender.${gender === '' ? 'none' : gender}`);
    const group = SPECIAL_GROUPS.find((known) => field === 'served' && known === value);
    return group === undefined ? null : t(`sync:group.${group}`);
  };
  return (field, value) => {
    if (isEmpty(value) && value !== false) return t('sync:recovered.blank');
    return Array.isArray(value) ? value.map((part: unknown) => item(field, part)).join(t('sync:recovered.joiner')) : item(field, value);
  };
}
