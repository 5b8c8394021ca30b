import type { Bridge } from '#shared/bridge/contract.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { overviewSchema, type Overview } from '#shared/protocol/overview.ts';
import type { LocalDb } from '../local/local-db.ts';

/** An overview and when it came, milliseconds since 1970 by this machine's clock. */
export interface KeptOverview {
  readonly overview: Overview;
  readonly at: number;
}

/** What the feed tells: an overview, or why there is none just now. */
export interface FeedListener {
  onOverview(kept: KeptOverview, source: 'center' | 'kept'): void;
  onError(error: LinkError): void;
}

export interface OverviewFeed {
  /** Asks now; while a request is under way, once more after it. */
  ask(): void;
  close(): void;
}

export interface OverviewFeedOptions extends FeedListener {
  readonly local: LocalDb;
  readonly bridge: Bridge;
  readonly clock: Clock;
  /** The scope, under which the last overview is kept. */
  readonly site: string;
}

/** News come in bursts; they share one request. With the center's own answer this stays well below a second. */
const GATHER_MS = 300;
/** A busy center is asked again, but not at once. */
const LEAST_RETRY_MS = 5_000;

/** Fetches the overview now, on news and when the link is back; tells the kept one first. */
export function openOverviewFeed(options: OverviewFeedOptions): OverviewFeed {
  const { local, bridge, clock } = options;
  const key = `overview:${options.site}`;
  // Only a link that was down and is back asks again; the first request is made in any case.
  let online = true;
  const asker = createAsker(async (): Promise<number | null> => {
    const result = await bridge.invoke('link.overview', null).catch((error: unknown) => ({ ok: false as const, error: { kind: 'offline' as const, detail: String(error) } }));
    if (!result.ok) {
      if (result.error.kind === 'offline') online = false;
      if (!asker.isClosed()) options.onError(result.error);
      return result.error.kind === 'busy' ? Math.max(LEAST_RETRY_MS, result.error.retryAfterMs) : null;
    }
    const kept: KeptOverview = { overview: result.value, at: clock.now() };
    if (!asker.isClosed()) options.onOverview(kept, 'center');
    // A full disk costs the copy, not what is on the screen.
    await local.meta.put({ key, value: kept }).catch(() => undefined);
    return null;
  });
  const stops = [
    bridge.on('link.news', () => asker.soon(GATHER_MS)),
    bridge.on('link.connection', ({ state }) => {
      if (state === 'online' && !online) asker.ask();
      online = state === 'online';
    }),
  ];
  void readKept(local, key)
    .then((kept) => {
      if (!asker.isClosed() && kept !== null) options.onOverview(kept, 'kept');
    })
    .catch(() => undefined)
    .finally(() => asker.ask());
  return {
    ask: () => asker.ask(),
    close() {
      asker.close();
      for (const stop of stops) stop();
    },
  };
}

interface Asker {
  ask(): void;
  /** Asks after a wait; one that runs already is left alone, or a stream of news would put the request off for ever. */
  soon(wait: number): void;
  isClosed(): boolean;
  close(): void;
}

/** One request at a time; what is asked during one brings the next. `request` answers when to ask again, or null. */
function createAsker(request: () => Promise<number | null>): Asker {
  let closed = false;
  let running = false;
  let again = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const asker: Asker = {
    ask() {
      if (closed) return;
      again = running;
      if (running) return;
      running = true;
      void request().then((wait) => {
        running = false;
        if (again) asker.soon(0);
        else if (wait !== null) asker.soon(wait);
        again = false;
      });
    },
    soon(wait) {
      if (closed) return;
      timer ??= setTimeout(() => {
        timer = null;
        asker.ask();
      }, wait);
    },
    isClosed: () => closed,
    close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
  return asker;
}

/** The overview of an earlier start. An older program may have kept it: it is checked like anything that comes in. */
async function readKept(local: LocalDb, key: string): Promise<KeptOverview | null> {
  const row = await local.meta.get(key);
  const value = row?.value as Partial<KeptOverview> | undefined;
  const overview = overviewSchema.safeParse(value?.overview);
  return overview.success && typeof value?.at === 'number' ? { overview: overview.data, at: value.at } : null;
}
