import type { AnyRecord } from '#shared/domain/record.ts';
import type { Write } from '#shared/protocol/exchange.ts';
import type { HeldOutcome, HeldOutcomes, HeldPush } from '#shared/protocol/held.ts';
import { versionOf } from '#shared/schema/version.ts';

/** What is asked of the center that holds. */
export interface HoldingCenter {
  get(kind: string, id: string): AnyRecord | null;
  put(kind: string, record: AnyRecord): unknown;
  /** The version of the current state, or null. */
  version(kind: string, id: string): string | null;
}

interface Waiting {
  readonly push: HeldPush;
  readonly writes: readonly Write[];
}

const EXAMPLES = 5;

/** A decision by the center's command line. */
const AT_THE_CENTER = { person: '', deviceName: '', site: '', siteName: '' };

/** Rule D1 for a center in memory: pushes that would remove much wait for a person. */
export class HeldWrites {
  /** A push that removes more than so many records is held. */
  above = Infinity;
  readonly #center: HoldingCenter;
  readonly #waiting = new Map<string, Waiting>();
  readonly #outcomes: HeldOutcome[] = [];
  #made = 0;

  constructor(center: HoldingCenter) {
    this.#center = center;
  }

  /** Those writes of a push that have to wait; they are kept from now on. */
  hold(push: readonly Write[], site: string, now: number): ReadonlySet<Write> {
    const removals = push.filter((write) => this.#removes(write));
    if (removals.length <= this.above) return new Set();
    this.#made += 1;
    const id = `0192f0c1-0000-7000-8000-0000000d1${String(this.#made).padStart(3, '0')}`;
    const counts: Record<string, number> = {};
    for (const { kind } of removals) counts[kind] = (counts[kind] ?? 0) + 1;
    const examples = removals.slice(0, EXAMPLES).map(({ record }) => nameOf(record as AnyRecord));
    this.#waiting.set(id, { push: { id, device: 'd1', deviceName: '一台电脑', site, siteName: site, since: now, last: now, counts, examples }, writes: removals });
    return new Set(removals);
  }

  list(): HeldPush[] {
    return [...this.#waiting.values()].map(({ push }) => push);
  }

  /** Null where there is no such push. */
  decide(id: string, decision: 'confirm' | 'reject', by: HeldOutcome['by'] = AT_THE_CENTER, now = 0): { readonly written: number; readonly outdated: number } | null {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting === undefined) return null;
    const came = decision === 'reject' ? { written: 0, outdated: 0 } : this.#write(waiting);
    const records = waiting.writes.map(({ kind, record }) => ({ kind, id: (record as AnyRecord).id, version: versionOf(record as AnyRecord) }));
    const at = Math.max(now, (this.#outcomes.at(-1)?.at ?? 0) + 1);
    this.#outcomes.push({ id, decision, at, since: waiting.push.since, by, counts: waiting.push.counts, ...came, records });
    return came;
  }

  /** What was decided later than a moment. */
  decided(after: number): HeldOutcomes {
    return { decided: this.#outcomes.filter(({ at }) => at > after), more: false };
  }

  #write(waiting: Waiting): { readonly written: number; readonly outdated: number } {
    const good = waiting.writes.filter(({ kind, base, record }) => this.#center.version(kind, (record as AnyRecord).id) === base);
    for (const { kind, record } of good) this.#center.put(kind, record as AnyRecord);
    return { written: good.length, outdated: waiting.writes.length - good.length };
  }

  #removes({ kind, record }: Write): boolean {
    const { id, removed } = record as AnyRecord;
    return removed && this.#center.get(kind, id)?.removed === false;
  }
}

function nameOf(record: AnyRecord): string {
  const name = record['title'] ?? record['name'] ?? record['caption'];
  return typeof name === 'string' ? name : record.id;
}
