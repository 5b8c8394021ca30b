import type { MangoQuery } from 'rxdb';
import { useEffect, useMemo, useState } from 'react';
import type { Kind } from '#shared/domain/record.ts';
import type { RecordTypes } from '#shared/schema/records.ts';
import { totalMinutes, type ServiceRecord } from '#shared/domain/service-hours.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { follow } from '../../data/hooks/follow.ts';
import type { Live } from '../../data/hooks/use-records.ts';
import { readDoc } from '../../data/records/queries.ts';
import type { Doc } from '../../data/replica/local-fields.ts';
import { allCorrections, ofActivity, ofVolunteer } from './service-queries.ts';
import { namedBy, rowsOf, type ServiceRow } from './service-rows.ts';

const LOADING = { value: null, error: null } as const;
const NONE: readonly ServiceRecord[] = [];

/** A live query for service records; null asks for nothing and answers an empty list. */
export function useServiceRecords(query: MangoQuery<Doc> | null): Live<readonly ServiceRecord[]> {
  const { replica } = useData();
  const key = JSON.stringify(query);
  const [state, setState] = useState<{ readonly key: string; readonly live: Live<readonly ServiceRecord[]> } | null>(null);
  useEffect(() => {
    const asked = JSON.parse(key) as MangoQuery<Doc> | null;
    if (asked === null) return;
    return follow(
      () => replica.collections.serviceRecords.find(asked).$,
      (docs) => setState({ key, live: { value: docs.map((doc) => readDoc('serviceRecords', doc.toJSON())), error: null } }),
      (error) => setState({ key, live: { value: null, error: String(error) } }),
    );
  }, [replica, key]);
  if (query === null) return { value: NONE, error: null };
  // While a longer page is read the shorter one stays on the screen.
  return state === null ? LOADING : state.key === key || isPaged(key) ? state.live : LOADING;
}

function isPaged(key: string): boolean {
  return key.includes('"limit"');
}

/** Live records of a kind by their ids; those that are not there are not in the map. */
export function useByIds<K extends Kind>(kind: K, ids: readonly string[]): ReadonlyMap<string, RecordTypes[K]> {
  const { replica } = useData();
  const key = [...new Set(ids)].toSorted().join();
  const [found, setFound] = useState<ReadonlyMap<string, RecordTypes[K]>>(new Map());
  useEffect(() => {
    if (key === '') return;
    return follow(
      () => replica.collections[kind].findByIds(key.split(',')).$,
      (docs) => setFound(new Map([...docs.values()].map((doc) => [doc.primary, readDoc(kind, doc.toJSON())]))),
    );
  }, [replica, kind, key]);
  return found;
}

/** A person's served minutes in all, by the index of volunteers; null while they are read. */
export function useVolunteerMinutes(volunteer: string): number | null {
  const { value } = useServiceRecords(useMemo(() => ofVolunteer(volunteer), [volunteer]));
  return useMemo(() => (value === null ? null : totalMinutes(value)), [value]);
}

/** What was served at an activity: minutes and people; null while they are read. */
export function useActivityMinutes(activity: string): number | null {
  const { value } = useServiceRecords(useMemo(() => ofActivity(activity), [activity]));
  return useMemo(() => (value === null ? null : totalMinutes(value)), [value]);
}

/** Records as lines of the ledger, with what each replaced and its flags; null while anything of it is read. */
export function useServiceRows(records: readonly ServiceRecord[] | null): readonly ServiceRow[] | null {
  const corrections = useServiceRecords(useMemo(allCorrections, [])).value;
  const wanted = useMemo(() => (records === null || corrections === null ? [] : namedBy(records, corrections)), [records, corrections]);
  const named = useByIds('serviceRecords', wanted);
  const activityIds = useMemo(() => (records ?? []).map((record) => record.activity).filter((id) => id !== ''), [records]);
  const activities = useByIds('activities', activityIds);
  return useMemo(() => (records === null || corrections === null ? null : rowsOf(records, { corrections, named, activities })), [records, corrections, named, activities]);
}
