import { useMemo } from 'react';
import { useData } from '../../data/hooks/data-context.ts';
import { useList, useSearch } from '../../data/hooks/use-records.ts';
import { searchText } from '../../data/replica/pinyin.ts';

/** Earlier activities that suggestions come from, and how many are shown. */
const EARLIER = 200;
const SHOWN = 8;

/** What was entered before in a field, the last first, as far as it matches what is being typed (pinyin too). */
export function useEarlier(field: 'place' | 'organiser' | 'inCharge', typed: string): readonly string[] {
  const { value } = useList('activities', { order: 'newest', limit: EARLIER });
  return useMemo(() => fitting((value ?? []).map((activity) => activity[field]), typed), [value, field, typed]);
}

/** Who may be in charge: those of earlier activities, the head of the site, and volunteers of that name. */
export function usePeopleInCharge(typed: string): readonly string[] {
  const { enrolment } = useData();
  const earlier = useEarlier('inCharge', typed);
  const sites = useList('sites', { where: { site: enrolment.site }, order: null, limit: 1 }).value;
  const volunteers = useSearch('volunteers', typed, { order: 'name', limit: SHOWN }).value;
  return useMemo(() => {
    const heads = fitting((sites ?? []).flatMap(({ head, staff }) => [head, ...staff]), typed);
    const named = typed.trim() === '' ? [] : (volunteers ?? []).map(({ name }) => name);
    return [...new Set([...heads, ...earlier, ...named])].slice(0, SHOWN);
  }, [sites, volunteers, earlier, typed]);
}

function fitting(texts: readonly string[], typed: string): string[] {
  const wanted = typed.trim().toLowerCase();
  const all = [...new Set(texts.filter((text) => text !== '' && text !== typed))];
  return (wanted === '' ? all : all.filter((text) => searchText(text).includes(wanted))).slice(0, SHOWN);
}
