import { useCallback, useEffect, useState } from 'react';
import type { Bridge } from '#shared/bridge/contract.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { overviewSchema, type Overview } from '#shared/protocol/overview.ts';
import type { LocalDb } from '../local/local-db.ts';
import { useData } from './data-context.ts';

/** What is known of the scope's sites, and from when. */
export interface OverviewState {
  /** The last overview that came, from this start or an earlier one; null where none ever did. */
  readonly overview: Overview | null;
  /** When it came, milliseconds since 1970 by this machine's clock; null where none ever did. */
  readonly at: number | null;
  /** Why the last request brought nothing; null where it did, or none was made yet. */
  readonly error: LinkError | null;
  /** True until the kept one was read and the first request was answered. */
  readonly loading: boolean;
  /** Asks the center again. */
  readonly refetch: () => void;
}

/** News come in bursts; they share one request. With the center's own answer this stays well below a second. */
const GATHER_MS = 300;
/** Asked again where the center was busy or out of reach while the link still counts as up. */
const AGAIN_MS = 5_000;

type Known = Omit<OverviewState, 'refetch'>;
const NOTHING: Known = { overview: null, at: null, error: null, loading: true };

/** The overview of this device's scope: live while the center is in reach, else the last one that came. */
export function useOverview(): OverviewState {
  const { replica, bridge, clock, enrolment } = useData();
  const [state, setState] = useState<Known>(NOTHING);
  const [feed, setFeed] = useState<Feed | null>(null);
  useEffect(() => {
    const own = openFeed({ local: replica.local, bridge, clock, site: enrolment.site, tell: (change) => setState((known) => ({ ...known, ...change })) });
    setFeed(own);
    return () => own.close();
  }, [replica, bridge, clock, enrolment.site]);
  const refetch = useCallback(() => feed?.ask(), [feed]);
  return { ...state, refetch };
}

interface Feed {
  /** Asks now; while a request is under way, once more after it. */
  ask(): void;
  close(): void;
}

interface FeedOptions {
  readonly local: LocalDb;
  readonly bridge: Bridge;
  readonly clock: Clock;
  readonly site: string;
  readonly tell: (change: Partial<Known>) => void;
}

/** Fetches the overview now, on news and when the link is back. One request at a time: news during one bring the next. */
function openFeed({ local, bridge, clock, site, tell }: FeedOptions): Feed {
  const key = `overview:${site}`;
  let closed = false;
  let running = false;
  let again = false;
  // The first request is made in any case, so that only a link that was down and is back asks again.
  let online = true;
  let timer: ReturnType<typeof setTimeout> | null = null;

  async function fetchOnce(): Promise<void> {
    const result = await bridge.invoke('link.overview', null);
    if (closed) return;
    if (!result.ok) {
      tell({ error: result.error, loading: false });
      if (result.error.kind === 'busy') soon(Math.max(AGAIN_MS, result.error.retryAfterMs));
      return;
    }
    const kept: Kept = { overview: result.value, at: clock.now() };
    tell({ ...kept, error: null, loading: false });
    await local.meta.put({ key, value: kept });
  }

  function ask(): void {
    if (closed) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    void fetchOnce()
      .catch((error: unknown) => tell({ error: { kind: 'offline', detail: String(error) }, loading: false }))
      .finally(() => {
        running = false;
        if (again) soon(GATHER_MS);
        again = false;
      });
  }

  /** A timer that runs is left alone: a stream of news must not put the request off for ever. */
  function soon(wait: number): void {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = null;
      ask();
    }, wait);
  }

  const stops = [
    bridge.on('link.news', () => soon(GATHER_MS)),
    bridge.on('link.connection', ({ state }) => {
      if (state === 'online' && !online) ask();
      online = state === 'online';
    }),
  ];
  void readKept(local, key)
    .then((kept) => {
      if (!closed && kept !== null) tell(kept);
    })
    .finally(ask);
  return {
    ask,
    close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      for (const stop of stops) stop();
    },
  };
}

interface Kept {
  readonly overview: Overview;
  readonly at: number;
}

/** The overview of an earlier start. An older program may have kept it: it is checked like anything that comes in. */
async function readKept(local: LocalDb, key: string): Promise<Kept | null> {
  const row = await local.meta.get(key);
  const value = row?.value as Partial<Kept> | undefined;
  const overview = overviewSchema.safeParse(value?.overview);
  return overview.success && typeof value?.at === 'number' ? { overview: overview.data, at: value.at } : null;
}
