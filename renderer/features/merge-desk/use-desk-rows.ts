import { useEffect, useMemo, useState } from 'react';
import { useData } from '../../data/hooks/data-context.ts';
import { useContested, useDecided } from '../../data/hooks/use-contested.ts';
import { listOnce } from '../../data/records/queries.ts';
import type { Replica } from '../../data/replica/open-replica.ts';
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
  const names = useSiteNames(contested === null ? null : contested.map(({ site }) => site));
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

/** Names of sites by their codes, as their profiles say; null while they are read. */
function useSiteNames(codes: readonly string[] | null): ReadonlyMap<string, string> | null {
  const { replica } = useData();
  const [names, setNames] = useState<ReadonlyMap<string, string> | null>(null);
  const key = codes === null ? null : [...new Set(codes)].toSorted().join();
  useEffect(() => {
    if (key === null) return;
    let current = true;
    void siteNames(replica, key.split(',')).then((read) => {
      if (current) setNames(read);
    });
    return () => {
      current = false;
    };
  }, [replica, key]);
  return names;
}

/** Profiles that are read one by one; of more, all are. */
const FEW = 20;

async function siteNames(replica: Replica, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const lists = codes.length > FEW ? [await listOnce(replica, 'sites', { order: null, limit: Infinity })] : await Promise.all(codes.map((site) => listOnce(replica, 'sites', { where: { site }, order: null, limit: 1 })));
  return new Map(lists.flat().map(({ site, name }) => [site, name]));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
