import { useMemo } from 'react';
import { useContested, useDecided } from '../../data/hooks/use-contested.ts';
import { useList } from '../../data/hooks/use-records.ts';
import { useFaces } from '../sync/index.ts';

/** A record whose conflicts wait, as the desk lists it. */
export interface DeskRow {
  /** Kind and id. */
  readonly key: string;
  readonly kind: string;
  readonly id: string;
  /** How many wait, and how many were decided. */
  readonly open: number;
  readonly decided: number;
  readonly site: string;
  readonly siteName: string;
  readonly title: string;
  readonly day: string;
  readonly here: boolean;
}

/** What the desk lists: records whose conflicts wait, or those with decisions. */
export type DeskMode = 'open' | 'decided';

/** The records of a list: by site, then by kind, then by day; null while they are read. */
export function useDeskRows(mode: DeskMode): readonly DeskRow[] | null {
  const open = useContested();
  const decided = useDecided();
  const contested = mode === 'open' ? open : decided;
  const faces = useFaces(contested);
  const names = useSiteNames();
  return useMemo(() => {
    if (contested === null || faces === null || names === null) return null;
    const byKey = new Map(faces.map((face) => [`${face.kind}:${face.id}`, face]));
    const rows = contested.map(({ kind, id, open: waiting, decided: settled, site }): DeskRow => {
      const face = byKey.get(`${kind}:${id}`);
      return { key: `${kind}:${id}`, kind, id, open: waiting, decided: settled, site, siteName: names.get(site) ?? site, title: face?.title ?? '', day: face?.day ?? '', here: face?.here ?? true };
    });
    return rows.toSorted((a, b) => compare(a.site, b.site) || compare(a.kind, b.kind) || compare(b.day, a.day) || compare(a.id, b.id));
  }, [contested, faces, names]);
}

/** More than any scope has. */
const ALL_SITES = 20_000;

/** Names of sites by their codes, as their profiles say, live; null while they are read. */
function useSiteNames(): ReadonlyMap<string, string> | null {
  const { value } = useList('sites', { order: 'name', limit: ALL_SITES });
  return useMemo(() => (value === null ? null : new Map(value.map(({ site, name }) => [site, name]))), [value]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
