import { completion, DEFAULT_STANDARD, type ItemPhoto, type Standard, type StandardItem } from '#shared/domain/seven-haves.ts';
import { isWithin } from '#shared/domain/site-code.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { validateAs } from '#shared/schema/validate.ts';
import { rangeOf } from '../store/scope.ts';
import type { Sql } from '../store/sql.ts';

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

/** A village that is to be counted anew. */
interface Changed {
  readonly village: string;
  readonly standard: InForce;
  readonly key: string;
}

/** Villages counted by one question. */
const AT_ONCE = 32;

const DEFAULT: InForce = { version: 'default', items: DEFAULT_STANDARD.items };

/**
 * Seven-haves completion of villages. A village is counted anew only where its evidence, the standard or the day changed:
 * the digest of its evidence says so, also where a record left it.
 */
export class HavesReport {
  readonly #clock: Clock;
  readonly #cache = new Map<string, Cached>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param villages codes, rising */
  async byVillage(db: Sql, scope: string, villages: readonly string[]): Promise<Map<string, HavesDone>> {
    const today = this.#clock.today();
    const digests = await evidenceDigests(db, scope);
    const standards = await standardsOf(db);
    const result = new Map<string, HavesDone>();
    const changed: Changed[] = [];
    for (const village of villages) {
      const standard = standards.find(({ to }) => isWithin(village, to)) ?? DEFAULT;
      const key = `${today} ${standard.version} ${digests.get(village) ?? ''}`;
      const cached = this.#cache.get(village);
      if (cached?.key === key) result.set(village, cached);
      else changed.push({ village, standard, key });
    }
    for (let start = 0; start < changed.length; start += AT_ONCE) {
      const part = changed.slice(start, start + AT_ONCE);
      const photos = await photosOf(db, part.map(({ village }) => village));
      for (const { village, standard, key } of part) {
        const { done, total } = completion(standard.items, photos.get(village) ?? [], today);
        this.#cache.set(village, { key, done, total });
        result.set(village, { done, total });
      }
    }
    return result;
  }
}

/** The photos of some villages (rising codes), each with its positions below, in one question. */
async function photosOf(db: Sql, villages: readonly string[]): Promise<ReadonlyMap<string, readonly ItemPhoto[]>> {
  const photos = new Map<string, ItemPhoto[]>(villages.map((village) => [village, []]));
  const [from, to] = [rangeOf(villages[0] ?? '').from, rangeOf(villages.at(-1) ?? '').to];
  const rows = await db.all("SELECT site, item, occurred_on FROM evidence WHERE site >= ? AND site < ? AND removed = 0 AND item <> ''", from, to);
  for (const row of rows) {
    photos.get(String(row['site']).slice(0, 12))?.push({ item: String(row['item']), occurredOn: String(row['occurred_on']), removed: false });
  }
  return photos;
}

async function evidenceDigests(db: Sql, scope: string): Promise<Map<string, string>> {
  const { from, to } = rangeOf(scope);
  const digests = new Map<string, string>();
  const rows = await db.all("SELECT site, xor FROM digests WHERE site >= ? AND site < ? AND kind = 'evidence' AND count > 0 ORDER BY site", from, to);
  for (const row of rows) {
    const village = String(row['site']).slice(0, 12);
    digests.set(village, `${digests.get(village) ?? ''}${Buffer.from(row['xor'] as Uint8Array).toString('hex')}`);
  }
  return digests;
}

/** Standards that stand and are addressed down to someone, newest first: by day of adoption, then by id. */
async function standardsOf(db: Sql): Promise<(InForce & { readonly to: string })[]> {
  const rows = await db.all(`SELECT version, "to", body FROM records WHERE kind = 'standards' AND removed = 0 AND "to" <> ''`);
  const known = rows.flatMap((row) => {
    const checked = validateAs('standards', JSON.parse(String(row['body'])));
    return checked.ok ? [{ version: String(row['version']), to: String(row['to']), standard: checked.record }] : [];
  });
  return known.toSorted((a, b) => newestFirst(a.standard, b.standard)).map(({ version, to, standard }) => ({ version, to, items: standard.items }));
}

function newestFirst(a: Standard, b: Standard): number {
  if (a.adoptedOn !== b.adoptedOn) return a.adoptedOn < b.adoptedOn ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
