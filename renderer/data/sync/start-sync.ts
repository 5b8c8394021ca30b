import { Subject } from 'rxjs';
import type { Bridge, Connection, Input } from '#shared/bridge/contract.ts';
import { KINDS, type Kind } from '#shared/domain/record.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import type { ExchangeRequest, ExchangeResponse } from '#shared/protocol/exchange.ts';
import type { News } from '#shared/protocol/news.ts';
import { isKind } from '#shared/schema/validate.ts';
import { ExchangeHub, HubClosed } from '#shared/sync/exchange-hub.ts';
import type { Replica } from '../replica/open-replica.ts';
import { openEmptyRanges } from './empty-ranges.ts';
import { healOutbox, mendOutbox } from './heal-outbox.ts';
import { replicateKind } from './replicate.ts';
import { PhotoSender } from './send-photos.ts';
import { createWaits, type Waits } from './waits.ts';

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
  /** Told of every exchange that failed; it is tried again. */
  readonly onTrouble: (error: LinkError) => void;
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
  const sync = new RunningSync(options);
  await sync.start();
  return sync;
}

/** Key of the note that everything of the site was pulled once. */
export const WHOLE = 'whole';

class RunningSync implements Sync {
  readonly #options: SyncOptions;
  readonly #waits: Waits;
  readonly #resync$ = new Subject<'RESYNC'>();
  readonly #hub: ExchangeHub;
  readonly #sender: PhotoSender;
  /** As it was heard last; null before the first word. */
  #state: Connection['state'] | null = null;
  #healing = false;
  #closed = false;
  #stops: readonly (() => void)[] = [];
  #replications: readonly { cancel(): Promise<unknown> }[] = [];

  constructor(options: SyncOptions) {
    const { bridge, replica, random } = options;
    this.#options = options;
    this.#waits = createWaits(random);
    this.#sender = new PhotoSender({ local: replica.local, bridge, waits: this.#waits, online: () => this.#state === 'online' });
    this.#hub = new ExchangeHub({
      link: { exchange: (request) => bridge.invoke('link.exchange', request as Input<'link.exchange'>) },
      gather: this.#waits.gather,
      retry: (error, attempt) => {
        options.onTrouble(error);
        return this.#waits.backoff(error, attempt);
      },
      onExchange: (request, response) => this.#exchanged(request, response),
    });
  }

  async start(): Promise<void> {
    const { bridge, replica, clock } = this.#options;
    this.#stops = [bridge.on('link.news', (news) => this.#heard(news)), bridge.on('link.connection', (connection) => this.#connected(connection))];
    await mendOutbox(replica);
    // An answer may be older than what was heard while it was on its way.
    const { state } = await bridge.invoke('link.connection', null);
    this.#state ??= state;
    const empties = await openEmptyRanges(replica.local);
    const context = { replica, hub: this.#hub, empties, clock, resync$: this.#resync$, onFault: (_kind: Kind, error: Error) => this.#report(error) };
    const replications = KINDS.map((kind) => replicateKind(kind, context));
    this.#replications = replications;
    void this.#noteFirstPull(replications);
  }

  /** The first time that all kinds were pulled to their end is kept: until then lists and figures of the site are not whole. */
  async #noteFirstPull(replications: readonly { awaitInitialReplication(): Promise<unknown> }[]): Promise<void> {
    const { meta } = this.#options.replica.local;
    if ((await meta.get(WHOLE)) !== undefined) return;
    await Promise.all(replications.map((replication) => replication.awaitInitialReplication()));
    if (!this.#closed) await meta.put({ key: WHOLE, value: true });
  }

  now(): void {
    this.#waits.wake();
    this.#resync$.next('RESYNC');
    this.#sender.wake();
  }

  async sendAgain(kind: string, id: string): Promise<void> {
    const { replica } = this.#options;
    if (!isKind(kind)) return;
    await replica.book.askAgain(kind, id);
    const doc = await replica.collections[kind].findOne(id).exec();
    await doc?.incrementalModify((data) => ({ ...data, local: { ...data.local, touch: data.local.touch + 1 } }));
  }

  photosAgain(): Promise<void> {
    return this.#sender.tryAgain();
  }

  photosWaiting(): void {
    this.#sender.wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#sender.close();
    this.#hub.close();
    this.#waits.wake();
    await Promise.all(this.#replications.map((replication) => replication.cancel()));
  }

  #heard(news: News): void {
    if (news.type === 'moved') this.#resync$.next('RESYNC');
  }

  #connected(connection: Connection): void {
    const back = connection.state === 'online' && this.#state !== 'online';
    this.#state = connection.state;
    if (back) this.now();
  }

  #exchanged(request: ExchangeRequest, response: ExchangeResponse): void {
    this.#options.onExchange({ at: this.#options.clock.now(), pushed: request.push.length, pulled: response.pull?.changes.length ?? 0 });
    this.#sender.wake();
    if (request.push.length === 0 && response.pull?.more === false) this.#heal();
  }

  /** One at a time; what it finds is asked about again after the next quiet exchange. */
  #heal(): void {
    if (this.#healing) return;
    this.#healing = true;
    const { replica, clock } = this.#options;
    void healOutbox(replica, this.#hub, clock)
      .catch((error: unknown) => this.#report(error))
      .finally(() => (this.#healing = false));
  }

  #report(error: unknown): void {
    const fault = error instanceof Error ? error : new Error(String(error));
    if (fault instanceof HubClosed) return;
    const report = { message: fault.message.slice(0, 4_000), stack: (fault.stack ?? '').slice(0, 20_000) };
    void this.#tell(report);
  }

  /** Where the host itself is gone there is nobody to tell. */
  async #tell(report: Input<'app.report'>): Promise<void> {
    await this.#options.bridge.invoke('app.report', report).catch(() => undefined);
  }
}
