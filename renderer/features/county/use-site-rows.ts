import { useMemo, useRef } from 'react';
import { useOverview, type OverviewState } from '../../data/hooks/use-overview.ts';
import { useNow } from '../../data/hooks/use-now.ts';
import { nameKey, searchText } from '../../data/replica/pinyin.ts';
import { rowsOf, type SiteRow, type Speller } from './overview-rows.ts';

export interface SiteRows {
  readonly state: OverviewState;
  /** Null where no overview ever came. */
  readonly rows: readonly SiteRow[] | null;
  /** Now by the center's clock, milliseconds since 1970, so that "5 minutes ago" holds on a machine whose clock is wrong. */
  readonly now: number;
}

/** The overview as rows. Names are spelled once: a county's 1,500 are more than a moment's work. */
export function useSiteRows(): SiteRows {
  const state = useOverview();
  const clock = useNow();
  const spelled = useRef(new Map<string, { readonly find: string; readonly nameKey: string }>());
  const { overview, at } = state;
  const now = overview === null || at === null ? clock : overview.serverTime + (clock - at);
  const rows = useMemo(() => {
    if (overview === null) return null;
    const spell = (name: string) => {
      const known = spelled.current.get(name) ?? { find: searchText(name), nameKey: nameKey(name) };
      spelled.current.set(name, known);
      return known;
    };
    const speller: Speller = { find: (name) => spell(name).find, nameKey: (name) => spell(name).nameKey };
    return rowsOf(overview, now, speller);
    // A row's age changes with each new overview, and need not in between.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [overview]);
  return { state, rows, now };
}
