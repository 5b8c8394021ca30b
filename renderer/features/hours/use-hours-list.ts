import { useMemo, useState } from 'react';
import { useCustody } from '../../data/hooks/use-custody.ts';
import { useSearch, type Live } from '../../data/hooks/use-records.ts';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import { ofPeriod, ofVolunteer, type Period } from './service-queries.ts';
import { isIn } from './service-totals.ts';
import type { ServiceRow } from './service-rows.ts';
import { useServiceRecords, useServiceRows } from './use-service-records.ts';

/** Rows read at a time. */
const PAGE = 60;
/** More of one person's records than anybody reads. */
const FOUND = 300;

/** What a person looks for among the service records. */
export interface HoursFilter {
  readonly words: string;
  /** A volunteer's id, or ''. */
  readonly volunteer: string;
  readonly period: Period;
}

/** The list of service records, newest first, as far as it was scrolled. */
export function useHoursList(filter: HoursFilter) {
  const [limit, setLimit] = useState(PAGE);
  const live = useFiltered(filter, limit);
  const rows = useServiceRows(live.value);
  const ids = useMemo(() => (rows ?? []).map(({ id }) => id), [rows]);
  const custody = useCustody('serviceRecords', ids);
  return {
    rows: rows satisfies readonly ServiceRow[] | null,
    custody,
    error: live.error,
    searching: live.searching,
    more: () => {
      if (live.value !== null && live.value.length >= limit) setLimit(limit + PAGE);
    },
  };
}

function useFiltered({ words, volunteer, period }: HoursFilter, limit: number): Live<readonly ServiceRecord[]> & { readonly searching: boolean } {
  const searchingFor = words.trim();
  const search = useSearch('serviceRecords', searchingFor, { order: 'newest', limit: searchingFor === '' ? 1 : FOUND });
  const { from, to } = period;
  const query = useMemo(() => {
    if (searchingFor !== '') return null;
    return volunteer === '' ? ofPeriod({ from, to }, limit) : ofVolunteer(volunteer);
  }, [searchingFor, volunteer, from, to, limit]);
  const read = useServiceRecords(query);
  const value = useMemo(() => {
    const found = searchingFor === '' ? read.value : search.value;
    if (found === null || (searchingFor === '' && volunteer === '')) return found;
    return found
      .filter((record) => (volunteer === '' || record.volunteer === volunteer) && isIn(record.occurredOn, { from, to }))
      .toSorted((a, b) => b.occurredOn.localeCompare(a.occurredOn) || b.id.localeCompare(a.id));
  }, [searchingFor, read.value, search.value, volunteer, from, to]);
  return { value, error: searchingFor === '' ? read.error : search.error, searching: searchingFor !== '' && search.searching };
}
