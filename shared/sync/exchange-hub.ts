import type { Link } from '../ports/link.ts';
import { failed, type LinkError } from '../protocol/errors.ts';
import { MAX_CHANGES, MAX_WRITES, type Change, type Checkpoint, type ExchangeRequest, type ExchangeResponse, type Write, type WriteResult } from '../protocol/exchange.ts';
import { PROTOCOL } from '../protocol/protocol-version.ts';

/** What the hub asks of its surroundings, so that it can be stepped through by hand. */
export interface HubOptions {
  readonly link: Link;
  /** Resolves when what else is about to be asked has been asked: calls made until then share one request. */
  readonly gather: () => Promise<void>;
  /**
   * Resolves when the exchange that failed may be tried again: after a wait that grows with `attempt` (1 for the first
   * failure), or at once when the link is back.
   */
  readonly retry: (error: LinkError, attempt: number) => Promise<void>;
  /** Told of every exchange that succeeded, before its callers are. */
  readonly onExchange?: (request: ExchangeRequest, response: ExchangeResponse) => void;
}

/**
 * Text of the writes in one request at most, in UTF-16 code units: even where each is three bytes in UTF-8 this stays
 * below the center's limit for a body, and one request on a slow line stays within its time.
 */
const MAX_TEXT = 4 * 1024 * 1024;

/** What one kind gets of a pull. */
export interface KindPage {
  readonly changes: readonly Change[];
  /** Where the kind stands now. */
  readonly through: Checkpoint;
  readonly more: boolean;
}

interface PendingPush {
  readonly writes: readonly Write[];
  /** Length of their JSON. */
  readonly text: number;
  readonly done: (results: readonly WriteResult[]) => void;
  readonly fail: (error: Error) => void;
}

interface PendingPull {
  readonly kind: string;
  readonly from: Checkpoint;
  readonly done: (page: KindPage) => void;
  readonly fail: (error: Error) => void;
}

/** Thrown to those who still wait when the hub is closed. Nothing was lost: they ask again when it is opened. */
export class HubClosed extends Error {
  override readonly name = 'HubClosed';
}

/**
 * Turns the pushes and pulls of all collections into single requests (rule T1: one request carries all collections), one
 * after the other. Failures are kept from the callers: the hub tries the same again until the center answers.
 */
export class ExchangeHub {
  readonly #options: HubOptions;
  #pushes: PendingPush[] = [];
  #pulls: PendingPull[] = [];
  #running = false;
  #closed = false;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** Sends writes, in several requests where one would be too large; resolves with one result each once the center has answered, however long that takes. */
  async push(writes: readonly Write[]): Promise<readonly WriteResult[]> {
    const answers = await Promise.all(partsOf(writes).map((part) => this.#pushPart(part)));
    return answers.flat();
  }

  #pushPart({ writes, text }: Part): Promise<readonly WriteResult[]> {
    return new Promise((done, fail) => {
      if (this.#closed) return fail(new HubClosed());
      this.#pushes.push({ writes, text, done, fail });
      this.#start();
    });
  }

  /** What moved of a kind since; resolves once the center has answered. */
  pull(kind: string, from: Checkpoint): Promise<KindPage> {
    return new Promise((done, fail) => {
      if (this.#closed) return fail(new HubClosed());
      this.#pulls.push({ kind, from, done, fail });
      this.#start();
    });
  }

  close(): void {
    this.#closed = true;
    rejectAll(this.#pushes, this.#pulls);
    this.#pushes = [];
    this.#pulls = [];
  }

  #start(): void {
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (!this.#closed && this.#pushes.length + this.#pulls.length > 0) {
      await this.#options.gather();
      if (this.#closed) break;
      const batch = this.#take();
      const response = await this.#exchangeUntilAnswered(batch.request);
      if (response === null) {
        rejectAll(batch.pushes, batch.pulls);
        break;
      }
      this.#options.onExchange?.(batch.request, response);
      settle(batch.pushes, batch.pulls, response);
    }
    this.#running = false;
  }

  #take(): { readonly pushes: PendingPush[]; readonly pulls: PendingPull[]; readonly request: ExchangeRequest } {
    const pushes: PendingPush[] = [];
    let size = 0;
    let text = 0;
    const fits = (next: PendingPush): boolean => size + next.writes.length <= MAX_WRITES && text + next.text <= MAX_TEXT;
    for (let next = this.#pushes[0]; next !== undefined && (pushes.length === 0 || fits(next)); next = this.#pushes[0]) {
      pushes.push(next);
      size += next.writes.length;
      text += next.text;
      this.#pushes.shift();
    }
    const pulls = firstOfEachKind(this.#pulls);
    this.#pulls = this.#pulls.filter((pull) => !pulls.includes(pull));
    const from = Object.fromEntries(pulls.map((pull) => [pull.kind, pull.from]));
    const request: ExchangeRequest = {
      protocol: PROTOCOL,
      push: pushes.flatMap((push) => push.writes),
      pull: pulls.length === 0 ? null : { from, limit: MAX_CHANGES },
    };
    return { pushes, pulls, request };
  }

  async #exchangeUntilAnswered(request: ExchangeRequest): Promise<ExchangeResponse | null> {
    for (let attempt = 1; !this.#closed; attempt += 1) {
      const result = await this.#options.link.exchange(request).catch((error: unknown) => failed<LinkError>({ kind: 'offline', detail: String(error) }));
      if (result.ok) return result.value;
      await this.#options.retry(result.error, attempt);
    }
    return null;
  }
}

interface Part {
  readonly writes: readonly Write[];
  readonly text: number;
}

/** Writes in their order, in parts that one request can carry; a single write is never cut. */
function partsOf(writes: readonly Write[]): Part[] {
  const parts: Part[] = [];
  let part: Write[] = [];
  let text = 0;
  for (const write of writes) {
    const length = JSON.stringify(write).length;
    if (part.length > 0 && (part.length >= MAX_WRITES || text + length > MAX_TEXT)) {
      parts.push({ writes: part, text });
      [part, text] = [[], 0];
    }
    part.push(write);
    text += length;
  }
  return [...parts, { writes: part, text }];
}

function firstOfEachKind(pulls: readonly PendingPull[]): PendingPull[] {
  const seen = new Set<string>();
  return pulls.filter((pull) => (seen.has(pull.kind) ? false : (seen.add(pull.kind), true)));
}

function rejectAll(pushes: readonly PendingPush[], pulls: readonly PendingPull[]): void {
  for (const waiting of [...pushes, ...pulls]) waiting.fail(new HubClosed());
}

function settle(pushes: readonly PendingPush[], pulls: readonly PendingPull[], response: ExchangeResponse): void {
  const asked = pushes.reduce((total, push) => total + push.writes.length, 0);
  if (response.results.length !== asked) {
    for (const push of pushes) push.fail(new Error(`the center answered ${response.results.length} of ${asked} writes`));
    for (const pull of pulls) pull.fail(new Error('the center answered another request'));
    return;
  }
  let at = 0;
  for (const push of pushes) {
    push.done(response.results.slice(at, at + push.writes.length));
    at += push.writes.length;
  }
  for (const pull of pulls) {
    if (response.pull === null) {
      pull.fail(new Error('the center left out the pull'));
      continue;
    }
    const { changes, through, more } = response.pull;
    pull.done({ changes: changes.filter((change) => change.kind === pull.kind), through: standingAfter(pull.from, through, more), more });
  }
}

/**
 * Where a kind stands after a page. A full page shared by several kinds may end before where one of them stood already; the
 * last page's word is taken as it is, also where it is lower: a center restored from a backup starts again from there.
 */
function standingAfter(from: Checkpoint, through: Checkpoint, more: boolean): Checkpoint {
  return more ? laterOf(from, through) : through;
}

/** For each county the later of two positions. */
function laterOf(a: Checkpoint, b: Checkpoint): Checkpoint {
  const result: Checkpoint = { ...a };
  for (const [county, position] of Object.entries(b)) result[county] = Math.max(position, result[county] ?? 0);
  return result;
}
