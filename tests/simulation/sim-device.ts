import type { AnyRecord } from '#shared/domain/record.ts';
import { KINDS } from '#shared/domain/record.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { copyOfReplica, emptyReplica, type StoredReplica } from '#shared/ports/memory-replica-store.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { failed } from '#shared/protocol/errors.ts';
import { MAX_WRITES, type ExchangeRequest, type ExchangeResponse } from '#shared/protocol/exchange.ts';
import { SyncLoop } from '#shared/sync/sync-loop.ts';
import type { Outgoing, ReplicaEngine } from '#shared/sync/replica-engine.ts';
import { CrashingStore, DiskFull, Killed, type Trouble } from './crashing-store.ts';
import { Dice } from './dice.ts';
import type { Seams, SimLink } from './seams.ts';
import type { SimEnrolled } from './sim-center.ts';

/** An exchange that the world moves by hand. */
interface Flight {
  readonly outgoing: Outgoing;
  response: ExchangeResponse | null;
  /** Restores of the center before it answered. */
  life: number;
}

/** Exchanges of one waking after which a device is taken to run in circles. */
const TOO_MANY = 400;

/** What the way to the center lets through while a device is awake. */
export interface Weather {
  /** Requests that still get through; the rest are cut. */
  requests: number;
  /** Where it is cut: the request never arrives, or its answer gets lost. */
  readonly lost: 'request' | 'answer';
  /** The largest page of a pull, and the most writes of a push. */
  readonly limit: number;
}

/** One computer: what its disk holds, and the program that runs on it until it is killed. */
export class SimDevice {
  readonly id: string;
  readonly role: SimEnrolled['role'];
  readonly clock = new FakeClock();
  /** The scope as the device was told last. */
  site: string;
  disk: StoredReplica = emptyReplica();
  backup: StoredReplica | null = null;
  flight: Flight | null = null;
  /** Requests that were sent, to arrive once more when nobody expects them. */
  readonly sentOnce: ExchangeRequest[] = [];
  readonly faults: string[] = [];
  readonly #seams: Seams;
  readonly #link: SimLink;
  #running: { readonly store: CrashingStore; readonly engine: ReplicaEngine; readonly loop: SyncLoop } | null = null;
  #weather: Weather = { requests: 0, lost: 'request', limit: 2_000 };
  #exchanges = 0;

  constructor({ id, role, site }: SimEnrolled, seams: Seams, link: SimLink) {
    this.id = id;
    this.role = role;
    this.site = site;
    this.#seams = seams;
    this.#link = seams.link(link, id);
  }

  get dead(): boolean {
    return this.#running === null || this.#running.store.dead;
  }

  /** The program's engine; starts the program where it does not run. Null where it was killed while it started. */
  async engine(): Promise<ReplicaEngine | null> {
    if (this.#running !== null && !this.#running.store.dead) return this.#running.engine;
    const store = this.#seams.store(new CrashingStore(this.disk));
    store.trouble = this.#trouble;
    this.#trouble = null;
    this.flight = null;
    const engine = this.#seams.engine({ store, kinds: KINDS, clock: this.clock });
    const limited = engine.outgoing.bind(engine);
    engine.outgoing = (limit, ...rest) => limited(Math.min(limit ?? MAX_WRITES, this.#weather.limit), ...rest);
    this.#running = { store, engine, loop: this.#loopOf(engine) };
    return (await this.guarded(() => engine.open())) ? engine : null;
  }

  #trouble: Trouble | null = null;

  /** The next writes of the program lead into trouble. */
  brew(trouble: Trouble | null): void {
    if (this.#running === null || this.#running.store.dead) this.#trouble = trouble;
    else this.#running.store.trouble = trouble;
  }

  /** Ends the program and loses what it held in memory. */
  stop(): void {
    if (this.#running !== null) this.#running.store.dead = true;
    this.#running = null;
    this.flight = null;
  }

  /** Takes the disk's content away and puts another in its place. */
  replaceDisk(stored: StoredReplica): void {
    this.stop();
    this.disk = copyOfReplica(stored);
  }

  /** Runs a piece of the program; false where it was killed or found no space. Anything else is a fault. */
  async guarded(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.note(error);
      return false;
    }
  }

  /** Files what the program threw. */
  note(error: unknown): void {
    if (error instanceof Killed || error instanceof DiskFull) return;
    this.faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  /** Lets the program's own loop exchange until it is at rest or the weather cuts it off. */
  async sync(weather: Weather, meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    const engine = await this.engine();
    if (engine === null || this.#running === null) return;
    const { loop } = this.#running;
    this.#weather = weather;
    this.#exchanges = 0;
    this.#allowed = true;
    this.flight = null;
    loop.wake();
    await meanwhile();
    await loop.idle();
    this.#weather = { requests: 0, lost: 'request', limit: 2_000 };
  }

  #allowed = true;

  /** Compares and repairs again from the records themselves. */
  async recount(): Promise<void> {
    if ((await this.engine()) !== null) this.#running?.engine.digests.forget();
  }

  nextId(salt: number): string {
    return this.#seams.ids(uuidv7Ids(this.clock, new Dice(salt))).next();
  }

  record(kind: string, id: string): AnyRecord | undefined {
    return this.disk.records.get(kind)?.get(id);
  }

  #loopOf(engine: ReplicaEngine): SyncLoop {
    const link: SimLink = {
      exchange: (request) => this.#through(() => this.#exchange(request)),
      digest: () => this.#through(() => this.#link.digest()),
      reconcile: (request) => this.#through(() => this.#link.reconcile(request)),
    };
    return new SyncLoop({
      engine,
      link,
      gather: async () => undefined,
      breathe: async () => undefined,
      retry: async () => void (this.#allowed = false),
      allowed: () => this.#allowed,
      onFault: (error) => this.note(error),
    });
  }

  async #exchange(request: ExchangeRequest): ReturnType<SimLink['exchange']> {
    const answer = await this.send(request, this.#weather.limit);
    if (answer.ok && answer.value.scope !== undefined) this.site = answer.value.scope;
    return answer;
  }

  /** A request goes to the center, with its page no larger than `limit`. */
  async send(request: ExchangeRequest, limit: number): ReturnType<SimLink['exchange']> {
    const sent = request.pull === null ? request : { ...request, pull: { ...request.pull, limit: Math.min(request.pull.limit, limit) } };
    if (request.push.length > 0) this.sentOnce.push(sent);
    return this.#link.exchange(sent);
  }

  async #through<T extends { readonly ok: boolean }>(ask: () => Promise<T>): Promise<T | { readonly ok: false; readonly error: LinkError }> {
    this.#exchanges += 1;
    if (this.#exchanges > TOO_MANY) {
      this.faults.push(`${this.id} exchanges without end`);
      this.#allowed = false;
      return failed<LinkError>({ kind: 'offline', detail: 'endless' });
    }
    this.#weather.requests -= 1;
    const cut = this.#weather.requests < 0;
    if (cut && this.#weather.lost === 'request') return failed<LinkError>({ kind: 'offline', detail: 'cut' });
    const answer = await ask();
    return cut ? failed<LinkError>({ kind: 'offline', detail: 'the answer was lost' }) : answer;
  }
}
