import type { Bridge, Connection, Input } from '#shared/bridge/contract.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import type { News } from '#shared/protocol/news.ts';
import type { BudgetSettings } from '#shared/sync/data-budget.ts';
import { SyncLoop } from '#shared/sync/sync-loop.ts';
import { mendPhotoQueue } from '../photos/mend-photo-queue.ts';
import type { Replica } from '../replica/open-replica.ts';
import { openBudgetKeeper, type BudgetKeeper } from './budget-keeper.ts';
import { bridgeLink, type ClosableLink } from './bridge-link.ts';
import { PhotoSender } from './send-photos.ts';
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
  /** Told of every exchange that failed; it is tried again. */
  readonly onTrouble: (error: LinkError) => void;
}

/** The running sync of one replica. */
export interface Sync {
  /** Asks the center now, whatever the backoff. A pause stays. */
  now(): void;
  /** Compares all records with the center's, and repairs what differs (rule C2). */
  check(): void;
  /** Sends a set-aside record again as it is (rule P2). */
  retry(kind: string, id: string): Promise<void>;
  /** Gives a refused edit up for the center's state; it is kept among the recovered. False where it is not refused. */
  giveUp(kind: string, id: string): Promise<boolean>;
  /** Tries photos again that had failed. */
  photosAgain(): Promise<void>;
  /** New photos are in the queue. */
  photosWaiting(): void;
  /** Sends and fetches nothing until {@link resume}, also after a restart. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Changes what the photos may use of the line. */
  setBudget(settings: Partial<BudgetSettings>): Promise<void>;
  close(): Promise<void>;
}

/** Key of a person's pause in the `meta` table. */
export const PAUSED = 'paused';

/** After a fault of this machine (a full disk), it is tried again after so long, milliseconds. */
const AFTER_FAULT_MS = 5_000;

/** Starts the exchange of records and the photos' way, and keeps both going as the network comes and goes. */
export async function startSync(options: SyncOptions): Promise<Sync> {
  const { replica, clock } = options;
  await mendPhotoQueue(replica);
  const budget = await openBudgetKeeper(replica.local, clock);
  const paused = (await replica.local.meta.get(PAUSED))?.value === true;
  const sync = new RunningSync(options, budget, paused);
  await sync.start();
  return sync;
}

class RunningSync implements Sync {
  readonly #options: SyncOptions;
  readonly #budget: BudgetKeeper;
  readonly #waits;
  readonly #link: ClosableLink;
  readonly #loop: SyncLoop;
  readonly #sender: PhotoSender;
  #paused: boolean;
  /** As it was heard last; null before the first word. */
  #state: Connection['state'] | null = null;
  #faultTimer: ReturnType<typeof setTimeout> | undefined;
  #stops: readonly (() => void)[] = [];

  constructor(options: SyncOptions, budget: BudgetKeeper, paused: boolean) {
    const { bridge, replica, random } = options;
    this.#options = options;
    this.#budget = budget;
    this.#paused = paused;
    this.#waits = createWaits(random);
    this.#link = bridgeLink(bridge);
    this.#sender = new PhotoSender({ replica, bridge, waits: this.#waits, budget, allowed: () => this.#state === 'online' && !this.#paused });
    this.#loop = new SyncLoop({
      engine: replica.engine,
      link: this.#link,
      gather: this.#waits.gather,
      breathe: this.#waits.breathe,
      retry: (error, attempt) => this.#waits.backoff(error, attempt),
      allowed: () => !this.#paused,
      onExchange: ({ pushed, pulled }) => this.#exchanged(pushed, pulled),
      onTrouble: (error) => options.onTrouble(error),
      onFault: (error) => this.#faulted(error),
    });
  }

  async start(): Promise<void> {
    const { bridge, replica } = this.#options;
    this.#stops = [
      bridge.on('link.news', (news) => this.#heard(news)),
      bridge.on('link.connection', (connection) => this.#connected(connection)),
      replica.onSaved(() => this.#loop.wake()),
    ];
    // An answer may be older than what was heard while it was on its way.
    const { state } = await bridge.invoke('link.connection', null);
    this.#state ??= state;
    this.now();
  }

  now(): void {
    this.#waits.wake();
    this.#loop.wake();
    this.#sender.wake();
  }

  check(): void {
    const { digests, clock } = this.#options.replica.engine;
    digests.asked(clock.now());
    this.#loop.check();
    this.#waits.wake();
  }

  async retry(kind: string, id: string): Promise<void> {
    await this.#options.replica.engine.retry(kind, id);
    this.now();
  }

  async giveUp(kind: string, id: string): Promise<boolean> {
    const given = await this.#options.replica.engine.giveUp(kind, id);
    this.now();
    return given;
  }

  photosAgain(): Promise<void> {
    return this.#sender.tryAgain();
  }

  photosWaiting(): void {
    this.#sender.wake();
  }

  async pause(): Promise<void> {
    this.#paused = true;
    await this.#options.replica.local.meta.put({ key: PAUSED, value: true });
  }

  async resume(): Promise<void> {
    await this.#options.replica.local.meta.delete(PAUSED);
    this.#paused = false;
    this.now();
  }

  async setBudget(settings: Partial<BudgetSettings>): Promise<void> {
    await this.#budget.change(settings);
    this.#sender.wake();
  }

  async close(): Promise<void> {
    clearTimeout(this.#faultTimer);
    for (const stop of this.#stops) stop();
    this.#sender.close();
    const closed = this.#loop.close();
    this.#link.close();
    this.#waits.wake();
    await closed;
  }

  #heard(news: News): void {
    if (news.type === 'moved') this.#loop.wake();
  }

  #connected(connection: Connection): void {
    const back = connection.state === 'online' && this.#state !== 'online';
    this.#state = connection.state;
    if (back) this.now();
  }

  #exchanged(pushed: number, pulled: number): void {
    this.#options.onExchange({ at: this.#options.clock.now(), pushed, pulled });
    this.#sender.wake();
  }

  /** The loop rests after a fault of this machine, such as a full disk; it goes on by itself once that has passed. */
  #faulted(error: unknown): void {
    clearTimeout(this.#faultTimer);
    this.#faultTimer = setTimeout(() => this.#loop.wake(), AFTER_FAULT_MS);
    const fault = error instanceof Error ? error : new Error(String(error));
    void this.#tell({ message: fault.message.slice(0, 4_000), stack: (fault.stack ?? '').slice(0, 20_000) });
  }

  /** Where the host itself is gone there is nobody to tell. */
  async #tell(report: Input<'app.report'>): Promise<void> {
    await this.#options.bridge.invoke('app.report', report).catch(() => undefined);
  }
}
