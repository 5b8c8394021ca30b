import { useEffect, useMemo, useState } from 'react';
import type { Volunteer } from '#shared/domain/people.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useList } from '../../data/hooks/use-records.ts';
import { searchText } from '../../data/replica/pinyin.ts';
import { ALWAYS, ofPeriod, readServiceRecords } from './service-queries.ts';

/** More than any station has; a village's volunteers are at most a few thousand. */
const ALL = 20_000;
/** Newest service records that say who took part lately. */
const LATELY = 400;

/** Volunteers to choose from: those who served last first, the others by name; null while they are read. */
export function useAllVolunteers(): readonly Volunteer[] | null {
  const { value } = useList('volunteers', { order: 'name', limit: ALL });
  const lately = useLately();
  return useMemo(() => {
    if (value === null || lately === null) return null;
    const rank = new Map(lately.map((id, index) => [id, index]));
    return value.toSorted((a, b) => (rank.get(a.id) ?? ALL) - (rank.get(b.id) ?? ALL));
  }, [value, lately]);
}

/** Ids of those who served last, the last first; read once, so that the list does not move under the hand. */
function useLately(): readonly string[] | null {
  const { replica } = useData();
  const [ids, setIds] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let current = true;
    void readServiceRecords(replica, ofPeriod(ALWAYS, LATELY)).then((records) => {
      if (current) setIds([...new Set(records.map((record) => record.volunteer))]);
    });
    return () => {
      current = false;
    };
  }, [replica]);
  return ids;
}

const spelled = new WeakMap<Volunteer, string>();

/** Those whose name, phone or number has all the words, by pinyin and its initials too. */
export function matching(volunteers: readonly Volunteer[], words: string): readonly Volunteer[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (wanted.length === 0) return volunteers;
  return volunteers.filter((volunteer) => {
    const text = spelled.get(volunteer) ?? searchText(volunteer.name, volunteer.phone, volunteer.number);
    spelled.set(volunteer, text);
    return wanted.every((word) => text.includes(word));
  });
}
