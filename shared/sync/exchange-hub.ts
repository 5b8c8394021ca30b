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

/** What one kind gets of a pull. */
export interface KindPage {
  readonly changes: readonly Change[];
  /** Where the kind stands now. */
  readonly through: Checkpoint;
  readonly more: boolean;
}

interface PendingPush {
  readonly writes: readonly Write[];
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

/** The hub's side for its callers, one for each collection. */
export interface ExchangeHub {
  /** Sends writes (at most {@link MAX_WRITES}); resolves with one result each once the center has answered, however long that takes. */
  push(writes: readonly Write[]): Promise<readonly WriteResult[]>;
  /** What moved of a kind since; resolves once the center has answered. */
  pull(kind: string, from: Checkpoint): Promise<KindPage>;
  close(): void;
}

/**
 * Turns the pushes and pulls of all collections into single requests (rule T1: one request carries all collections), one
 * after the other. Failures are kept from the callers: the hub tries the same again until the center answers.
 */
export function createExchangeHub(options: HubOptions): ExchangeHub {
  let pushes: PendingPush[] = [];
  let pulls: PendingPull[] = [];
  let running = false;
  let closed = false;

  async function run(): Promise<void> {
    running = true;
    while (!closed && pushes.length + pulls.length > 0) {
      await options.gather();
      if (closed) break;
      const batch = take();
      const response = await exchangeUntilAnswered(batch.request);
      if (response === null) {
        rejectAll(batch.pushes, batch.pulls);
        break;
      }
      options.onExchange?.(batch.request, response);
      settle(batch.pushes, batch.pulls, response);
    }
    running = false;
  }

  function take(): { readonly pushes: PendingPush[]; readonly pulls: PendingPull[]; readonly request: ExchangeRequest } {
    const taken: PendingPush[] = [];
    let size = 0;
    while (pushes[0] !== undefined && (taken.length === 0 || size + pushes[0].writes.length <= MAX_WRITES)) {
      const next = pushes.shift() as PendingPush;
      taken.push(next);
      size += next.writes.length;
    }
    const takenPulls = firstOfEachKind(pulls);
    pulls = pulls.filter((pull) => !takenPulls.includes(pull));
    const from = Object.fromEntries(takenPulls.map((pull) => [pull.kind, pull.from]));
    const request: ExchangeRequest = {
      protocol: PROTOCOL,
      push: taken.flatMap((push) => push.writes),
      pull: takenPulls.length === 0 ? null : { from, limit: MAX_CHANGES },
    };
    return { pushes: taken, pulls: takenPulls, request };
  }

  async function exchangeUntilAnswered(request: ExchangeRequest): Promise<ExchangeResponse | null> {
    for (let attempt = 1; !closed; attempt += 1) {
      const result = await options.link.exchange(request).catch((error: unknown) => failed<LinkError>({ kind: 'offline', detail: String(error) }));
      if (result.ok) return result.value;
      await options.retry(result.error, attempt);
    }
    return null;
  }

  function start(): void {
    if (!running) void run();
  }

  return {
    push: (writes) =>
      new Promise((done, fail) => {
        if (closed) return fail(new HubClosed());
        pushes.push({ writes, done, fail });
        start();
      }),
    pull: (kind, from) =>
      new Promise((done, fail) => {
        if (closed) return fail(new HubClosed());
        pulls.push({ kind, from, done, fail });
        start();
      }),
    close() {
      closed = true;
      rejectAll(pushes, pulls);
      pushes = [];
      pulls = [];
    },
  };
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
export function standingAfter(from: Checkpoint, through: Checkpoint, more: boolean): Checkpoint {
  return more ? laterOf(from, through) : through;
}

/** For each county the later of two positions. */
function laterOf(a: Checkpoint, b: Checkpoint): Checkpoint {
  const result: Checkpoint = { ...a };
  for (const [county, position] of Object.entries(b)) result[county] = Math.max(position, result[county] ?? 0);
  return result;
}
