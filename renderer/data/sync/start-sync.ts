import { Subject } from 'rxjs';
import type { Bridge, Connection } from '#shared/bridge/contract.ts';
import { KINDS } from '#shared/domain/record.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';
import type { ExchangeRequest, ExchangeResponse } from '#shared/protocol/exchange.ts';
import type { News } from '#shared/protocol/news.ts';
import { createExchangeHub } from '#shared/sync/exchange-hub.ts';
import type { Replica } from '../replica/open-replica.ts';
import { openEmptyRanges } from './empty-ranges.ts';
import { healOutbox, mendOutbox } from './heal-outbox.ts';
import { replicateKind } from './replicate.ts';
import { createPhotoSender } from './send-photos.ts';
import { createWaits } from './waits.ts';

/** What the sync did last, for the sync screen and the inspector. */
export interface LastExchange {
  /** Milliseconds since 1970 by this machine's clock. */
  readonly at: number;
  readonly pushed: number;
  readonly pulled: number;
}

export interface SyncOptions {
  readonly replica: Replica;
  readonly bridge: Bridge;
  readonly clock: Clock;
  readonly random: Random;
  readonly onExchange: (exchange: LastExchange) => void;
}

/** The running sync of one replica. */
export interface Sync {
  /** Asks the center now, whatever the backoff. */
  now(): void;
  /** Sends a set-aside record again as it is. */
  sendAgain(kind: string, id: string): Promise<void>;
  /** Tries photos again that had failed. */
  photosAgain(): Promise<void>;
  /** New photos are in the queue. */
  photosWaiting(): void;
  close(): Promise<void>;
}

/** Starts the replication of all kinds and the photos' way, and keeps both going as the network comes and goes. */
export async function startSync(options: SyncOptions): Promise<Sync> {
  const { replica, bridge, clock } = options;
  const waits = createWaits(options.random);
  const resync$ = new Subject<'RESYNC'>();
  let state: Connection['state'] = (await bridge.invoke('link.connection', null)).state;
  await mendOutbox(replica);
  const sender = createPhotoSender(replica.local, bridge, () => state === 'online', waits);
  const hub = createExchangeHub({
    link: { exchange: (request) => bridge.invoke('link.exchange', request as Parameters<typeof bridge.invoke<'link.exchange'>>[1]) as never },
    gather: waits.gather,
    retry: waits.backoff,
    onExchange: (request, response) => {
      options.onExchange(summaryOf(request, response, clock));
      sender.wake();
      if (request.push.length === 0 && response.pull?.more === false) heal();
    },
  });
  let healing = false;
  const heal = (): void => {
    if (healing) return;
    healing = true;
    void replica.local.outbox
      .count()
      .then((waiting) => (waiting === 0 ? undefined : healOutbox(replica, hub, clock)))
      .catch((error: unknown) => report(bridge, error))
      .finally(() => (healing = false));
  };
  const empties = await openEmptyRanges(replica.local);
  const states = KINDS.map((kind) => replicateKind(kind, { replica, hub, empties, clock, resync$, onFault: (_kind, error) => report(bridge, error) }));
  const onNews = (news: News): void => {
    if (news.type === 'moved') resync$.next('RESYNC');
  };
  const onConnection = (connection: Connection): void => {
    const back = connection.state === 'online' && state !== 'online';
    state = connection.state;
    if (!back) return;
    waits.wake();
    resync$.next('RESYNC');
    sender.wake();
  };
  const stops = [bridge.on('link.news', onNews), bridge.on('link.connection', onConnection)];
  return {
    now() {
      waits.wake();
      resync$.next('RESYNC');
      sender.wake();
    },
    async sendAgain(kind, id) {
      await replica.book.askAgain(kind, id);
      const collection = replica.collections[kind as keyof typeof replica.collections];
      const doc = await collection.findOne(id).exec();
      await doc?.incrementalModify((data) => ({ ...data, local: { ...data.local, touch: data.local.touch + 1 } }));
    },
    photosAgain: () => sender.tryAgain(),
    photosWaiting: () => sender.wake(),
    async close() {
      for (const stop of stops) stop();
      sender.close();
      hub.close();
      waits.wake();
      await Promise.all(states.map((replication) => replication.cancel()));
    },
  };
}

function summaryOf(request: ExchangeRequest, response: ExchangeResponse, clock: Clock): LastExchange {
  return { at: clock.now(), pushed: request.push.length, pulled: response.pull?.changes.length ?? 0 };
}

function report(bridge: Bridge, error: unknown): void {
  const fault = error instanceof Error ? error : new Error(String(error));
  if (fault.name === 'HubClosed') return;
  void bridge.invoke('app.report', { message: fault.message.slice(0, 4_000), stack: (fault.stack ?? '').slice(0, 20_000) });
}
