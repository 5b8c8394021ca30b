import { completion, DEFAULT_STANDARD, type ItemPhoto, type Standard, type StandardItem } from '#shared/domain/seven-haves.ts';
import { isWithin } from '#shared/domain/site-code.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { validateAs } from '#shared/schema/validate.ts';
import type { Database } from '../store/sqlite/database.ts';
import { rangeOf } from '../store/sqlite/scope.ts';

export interface HavesDone {
  readonly done: number;
  readonly total: number;
}

/** The standard in force somewhere, and what tells it from others. */
interface InForce {
  readonly version: string;
  readonly items: readonly StandardItem[];
}

interface Cached extends HavesDone {
  readonly key: string;
}

const DEFAULT: InForce = { version: 'default', items: DEFAULT_STANDARD.items };

/**
 * Seven-haves completion of villages. A village is counted anew only where its evidence, the standard or the day changed:
 * the digest of its evidence says so, also where a record left it.
 */
export class HavesReport {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #cache = new Map<string, Cached>();

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  byVillage(scope: string, villages: readonly string[]): Map<string, HavesDone> {
    const today = this.#clock.today();
    const digests = this.#evidenceDigests(scope);
    const standards = this.#standards();
    const result = new Map<string, HavesDone>();
    for (const village of villages) {
      const standard = standards.find(({ to }) => isWithin(village, to)) ?? DEFAULT;
      const key = `${today} ${standard.version} ${digests.get(village) ?? ''}`;
      const cached = this.#cache.get(village);
      const haves = cached?.key === key ? cached : { key, ...this.#count(village, standard, today) };
      this.#cache.set(village, haves);
      result.set(village, haves);
    }
    return result;
  }

  #count(village: string, standard: InForce, today: string): HavesDone {
    const { from, to } = rangeOf(village);
    const rows = this.#db.all("SELECT item, occurred_on FROM evidence WHERE site >= ? AND site < ? AND removed = 0 AND item <> ''", from, to);
    const photos: ItemPhoto[] = rows.map((row) => ({ item: String(row['item']), occurredOn: String(row['occurred_on']), removed: false }));
    const { done, total } = completion(standard.items, photos, today);
    return { done, total };
  }

  #evidenceDigests(scope: string): Map<string, string> {
    const { from, to } = rangeOf(scope);
    const digests = new Map<string, string>();
    for (const row of this.#db.all("SELECT site, hex(xor) AS xor FROM digests WHERE site >= ? AND site < ? AND kind = 'evidence' AND count > 0", from, to)) {
      const village = String(row['site']).slice(0, 12);
      digests.set(village, `${digests.get(village) ?? ''}${String(row['xor'])}`);
    }
    return digests;
  }

  /** Standards that stand and are addressed down to someone, newest first: by day of adoption, then by id. */
  #standards(): (InForce & { readonly to: string })[] {
    const rows = this.#db.all(`SELECT version, "to", body FROM records WHERE kind = 'standards' AND removed = 0 AND "to" <> ''`);
    const known = rows.flatMap((row) => {
      const checked = validateAs('standards', JSON.parse(String(row['body'])));
      return checked.ok ? [{ version: String(row['version']), to: String(row['to']), standard: checked.record }] : [];
    });
    return known.toSorted((a, b) => newestFirst(a.standard, b.standard)).map(({ version, to, standard }) => ({ version, to, items: standard.items }));
  }
}

function newestFirst(a: Standard, b: Standard): number {
  if (a.adoptedOn !== b.adoptedOn) return a.adoptedOn < b.adoptedOn ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
