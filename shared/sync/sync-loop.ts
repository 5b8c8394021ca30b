import type { Link } from '../ports/link.ts';
import type { RepairReport } from '../ports/replica-store.ts';
import { failed, type LinkError, type Result } from '../protocol/errors.ts';
import { MAX_CHANGES, MAX_WRITES, type ExchangeResponse } from '../protocol/exchange.ts';
import { countDigests, differingKinds, recover, repair, type RepairLink } from './repair.ts';
import type { Begun, Outgoing, ReplicaEngine, Taken } from './replica-engine.ts';

export interface LoopOptions {
  readonly engine: ReplicaEngine;
  readonly link: Link & RepairLink;
  /** Resolves when what else is about to be saved has been saved: it shares one request. */
  readonly gather: () => Promise<void>;
  /** Resolves when the exchange that failed may be tried again; `attempt` is 1 after the first failure. */
  readonly retry: (error: LinkError, attempt: number) => Promise<void>;
  /** Resolves when the screens had their turn. */
  readonly breathe: () => Promise<void>;
  /** Whether it may go on now; false while a person has paused it. {@link SyncLoop.wake} looks again. */
  readonly allowed: () => boolean;
  readonly onExchange?: (taken: Taken, response: ExchangeResponse) => void;
  /** Told of every exchange that failed; it is tried again. */
  readonly onTrouble?: (error: LinkError) => void;
  readonly onRepair?: (report: RepairReport) => void;
  /** A fault of this program; the loop stops until it is woken. */
  readonly onFault?: (error: unknown) => void;
}

const FIRST_CHANGES = 500;

/** As little as is tried at once on a line that breaks. */
const LEAST_WRITES = 50;
const LEAST_CHANGES = 100;

/** An exchange that was sent, and what will come of it. */
interface UnderWay {
  readonly outgoing: Outgoing;
  readonly result: Promise<Result<ExchangeResponse>>;
}

/** An answer that is of no use any more is waited for all the same: one thing after the other. */
async function dropped(exchange: UnderWay | null): Promise<null> {
  await exchange?.result;
  return null;
}

/** Repairs that do not lead to equal digests before a person has to look. */
const MAX_REPAIRS = 3;

/**
 * Keeps a replica and its center alike: exchanges while there is anything to send or to pull, then compares digests, and
 * repairs what differs (rules T1, C2). One exchange at a time carries all kinds; what fails is tried again for as long as
 * it takes; a request that the center cannot read is cut in halves until the bad record is found and set aside (rule P2).
 */
export class SyncLoop {
  readonly #options: LoopOptions;
  #running: Promise<void> | null = null;
  #wanted = false;
  #closed = false;
  #limit = MAX_WRITES;
  /** Changes that are pulled at once: few at first, so that writing them down begins early. */
  #page = FIRST_CHANGES;
  #attempt = 0;
  /** Exchanges in a row that brought nothing and left the digests different. */
  #looks = 0;
  #repairs = 0;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  /** There is something to send or to pull, or nobody knows: looks now, or again after what is under way. */
  wake(): void {
    this.#wanted = true;
    if (this.#running !== null || this.#closed) return;
    this.#running = this.#run()
      .catch((error: unknown) => this.#options.onFault?.(error))
      .finally(() => {
        this.#running = null;
        // Woken between the last look and here.
        if (this.#wanted && this.#options.allowed() && !this.#closed) this.wake();
      });
  }

  /** Compares with the center now, from the records themselves, and repairs again where that was given up. */
  check(): void {
    this.#options.engine.digests.forget();
    this.#repairs = 0;
    this.wake();
  }

  /** Resolves when it is at rest; what is under way ends first. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#wanted && this.#goesOn()) {
      this.#wanted = false;
      await this.#options.gather();
      await this.#once();
    }
  }

  #goesOn(): boolean {
    return !this.#closed && this.#options.allowed();
  }

  /**
   * Exchanges until nothing is left to send or to pull; the next exchange is under way while an answer is written down, and
   * of a first pull one page is made ready while the one before is on its way to the disk.
   */
  async #once(): Promise<void> {
    let next: UnderWay | null = null;
    let writing = Promise.resolve();
    try {
      while (this.#goesOn() || next !== null) {
        if (next === null && (await this.#recovering())) continue;
        const { outgoing, result }: UnderWay = next ?? this.#send(await this.#options.engine.outgoing(this.#limit, 0, this.#page));
        next = outgoing.more ? await this.#behind(outgoing) : null;
        const answer = await result;
        if (this.#closed) return;
        if (!answer.ok) {
          next = await dropped(next);
          await writing;
          await this.#failed(answer.error, outgoing);
          continue;
        }
        next ??= await this.#ahead(outgoing, answer.value);
        const { taken, durable } = await this.#begin(outgoing, answer.value);
        await writing;
        writing = durable;
        if (taken.restarted) next = await dropped(next);
        if (next !== null) continue;
        await writing;
        if (await this.#goesOnAfter(taken, outgoing)) continue;
        if (await this.#compared(answer.value, taken)) return;
      }
    } finally {
      await writing.catch(() => undefined);
    }
  }

  /** True where a center's restore was looked into: nothing else comes before that. */
  async #recovering(): Promise<boolean> {
    const { engine, link, breathe } = this.#options;
    if ((await engine.store.state()).recovering === null) return false;
    await this.#repaired(() => recover(engine, link, breathe));
    return true;
  }

  async #begin(outgoing: Outgoing, response: ExchangeResponse): Promise<Begun> {
    this.#attempt = 0;
    this.#limit = Math.min(MAX_WRITES, this.#limit * 2);
    this.#page = Math.min(MAX_CHANGES, this.#page * 2);
    const { taken, durable } = await this.#options.engine.begin(outgoing, response);
    const told = durable.then(() => this.#options.onExchange?.(taken, response));
    // It is waited for, but perhaps not yet.
    told.catch(() => undefined);
    return { taken, durable: told };
  }

  async #goesOnAfter(taken: Taken, outgoing: Outgoing): Promise<boolean> {
    return taken.more || outgoing.more || (await this.#options.engine.store.queue(1, 0)).length > 0;
  }

  #send(outgoing: Outgoing): UnderWay {
    const result = this.#options.link.exchange(outgoing.request).catch((error: unknown) => failed<LinkError>({ kind: 'offline', detail: String(error) }));
    return { outgoing, result };
  }

  /** What waits behind a full exchange is sent beside it: the two have no record in common. */
  async #behind({ last }: Outgoing): Promise<UnderWay | null> {
    const outgoing = await this.#options.engine.outgoing(this.#limit, last, this.#page);
    return outgoing.sent.length === 0 ? null : this.#send(outgoing);
  }

  async #ahead(outgoing: Outgoing, response: ExchangeResponse): Promise<UnderWay | null> {
    const { engine } = this.#options;
    const ahead = this.#goesOn() ? engine.ahead(outgoing, response, await engine.state(), Math.min(MAX_CHANGES, this.#page * 2)) : null;
    return ahead === null ? null : this.#send(ahead);
  }

  /**
   * Rule P2: where the center cannot read the request as a whole, the bad part of it is looked for. Where the line breaks,
   * less is tried at once, so that a bad line carries something at all.
   */
  async #failed(error: LinkError, { sent }: Outgoing): Promise<void> {
    const first = sent[0];
    if (error.kind === 'refused' && (error.code === 'badRequest' || error.code === 'tooLarge') && first !== undefined) {
      this.#limit = Math.ceil(sent.length / 2);
      const code = error.code === 'tooLarge' ? 'tooLarge' : 'invalid';
      if (sent.length === 1) await this.#options.engine.setAside(first.pending, { code, field: '', detail: error.detail.slice(0, 1_000) });
      return;
    }
    if (error.kind === 'offline') {
      this.#limit = Math.max(LEAST_WRITES, Math.floor(this.#limit / 2));
      this.#page = Math.max(LEAST_CHANGES, Math.floor(this.#page / 2));
    }
    this.#attempt += 1;
    this.#options.onTrouble?.(error);
    await this.#options.retry(error, this.#attempt);
  }

  /** Rule C2: true where the center's digests were compared, or cannot be; false where there is more to do. */
  async #compared({ digest, epoch }: ExchangeResponse, { pushed, pulled }: Taken): Promise<boolean> {
    const { engine, breathe } = this.#options;
    if (epoch === undefined) return true;
    if (digest === undefined) {
      await countDigests(engine, breathe, () => this.#closed);
      return this.#closed;
    }
    if (differingKinds(engine, digest).length === 0) return this.#agreed(true);
    if (pushed + pulled > 0) {
      // While things move the page and the digest may be of two moments: only a difference that stays is one.
      this.#looks = 0;
      await this.#options.gather();
      return false;
    }
    this.#looks += 1;
    if (this.#looks === 2) await countDigests(engine, breathe, () => this.#closed);
    if (this.#looks <= 2) return false;
    if (this.#repairs >= MAX_REPAIRS) return this.#agreed(false);
    this.#repairs += 1;
    await this.#repaired(() => repair(engine, this.#options.link));
    return false;
  }

  async #agreed(equal: boolean): Promise<true> {
    const { engine } = this.#options;
    this.#looks = 0;
    if (equal) this.#repairs = 0;
    await engine.note(() => ({ agreement: { equal, at: engine.clock.now() } }));
    return true;
  }

  async #repaired(work: () => Promise<Result<RepairReport>>): Promise<void> {
    const report = await work();
    if (report.ok) {
      this.#options.onRepair?.(report.value);
      return;
    }
    this.#attempt += 1;
    this.#options.onTrouble?.(report.error);
    await this.#options.retry(report.error, this.#attempt);
  }
}
