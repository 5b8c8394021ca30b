import { useCallback, useEffect, useRef, useState } from 'react';
import type { LinkError } from '#shared/protocol/errors.ts';
import type { Overview } from '#shared/protocol/overview.ts';
import { useData } from './data-context.ts';
import { openOverviewFeed, type OverviewFeed } from './overview-feed.ts';

/** What is known of the scope's sites, and from when. */
export interface OverviewState {
  /** The last overview that came, from this start or an earlier one; null where none ever did. */
  readonly overview: Overview | null;
  /** When it came, milliseconds since 1970 by this machine's clock; null where none ever did. */
  readonly at: number | null;
  /** Why the last request brought nothing; null where it did, or none was made yet. */
  readonly error: LinkError | null;
  /** True until the first request was answered. */
  readonly loading: boolean;
  /** Asks the center again. */
  readonly refetch: () => void;
}

type Known = Omit<OverviewState, 'refetch'>;
const NOTHING: Known = { overview: null, at: null, error: null, loading: true };

/** The overview of this device's scope: live while the center is in reach, else the last one that came. */
export function useOverview(): OverviewState {
  const { replica, bridge, clock, enrolment } = useData();
  const [state, setState] = useState<Known>(NOTHING);
  const feed = useRef<OverviewFeed | null>(null);
  useEffect(() => {
    const own = openOverviewFeed({
      local: replica.local,
      bridge,
      clock,
      site: enrolment.site,
      onOverview: (kept, source) => setState((known) => (source === 'kept' && known.at !== null ? known : { ...kept, error: null, loading: source === 'kept' })),
      onError: (error) => setState((known) => ({ ...known, error, loading: false })),
    });
    feed.current = own;
    return () => own.close();
  }, [replica, bridge, clock, enrolment.site]);
  return { ...state, refetch: useCallback(() => feed.current?.ask(), []) };
}
