import { monthOf } from '#shared/protocol/digest.ts';
import { markOf } from '../hash.ts';
import { logOf } from '../scope.ts';
import type { Sql, SqlValue } from '../sql.ts';
import { jsonEach } from './json-rows.ts';

/** What a digest needs of one version of a record. */
export interface Marked {
  readonly kind: string;
  readonly id: string;
  readonly site: string;
  readonly version: string;
  readonly removed: boolean;
}

/** By how much a digest changes. */
interface Delta {
  count: number;
  removed: number;
  readonly xor: Uint8Array;
}

export interface SiteDelta extends Readonly<Delta> {
  readonly site: string;
  readonly kind: string;
  readonly month: string;
}

export interface ScopeDelta extends Readonly<Delta> {
  readonly county: string;
  readonly scope: string;
  readonly kind: string;
  readonly month: string;
}

/** Gathers what many writes change in the digests (rule C2), so that each row is read and written once. */
export class DigestDeltas {
  readonly #deltas = new Map<string, SiteDelta & Delta>();

  /** `sign`: 1 for a version that stands from now on, -1 for one that stands no more. */
  add({ kind, id, site, version, removed }: Marked, sign: 1 | -1): void {
    const month = monthOf(id);
    const key = `${site} ${kind} ${month}`;
    let delta = this.#deltas.get(key);
    if (delta === undefined) {
      delta = { site, kind, month, count: 0, removed: 0, xor: new Uint8Array(32) };
      this.#deltas.set(key, delta);
    }
    delta.count += sign;
    if (removed) delta.removed += sign;
    xorInto(delta.xor, markOf(kind, id, version));
  }

  bySite(): readonly SiteDelta[] {
    return [...this.#deltas.values()];
  }

  /** The same for every scope that the sites lie in. */
  byScope(): readonly ScopeDelta[] {
    const scopes = new Map<string, ScopeDelta & Delta>();
    for (const { site, kind, month, count, removed, xor } of this.#deltas.values()) {
      for (const scope of scopesOf(site)) {
        const key = `${scope} ${kind} ${month}`;
        const delta = scopes.get(key) ?? { county: logOf(site), scope, kind, month, count: 0, removed: 0, xor: new Uint8Array(32) };
        delta.count += count;
        delta.removed += removed;
        xorInto(delta.xor, xor);
        scopes.set(key, delta);
      }
    }
    return [...scopes.values()];
  }
}

/** Prefixes of a site that are counted: its county's, town's and village's code, and below a village every one; of a city its own alone. */
function scopesOf(site: string): string[] {
  if (site.length < 6) return [site];
  const lengths = [6, 9, 12].filter((length) => length <= site.length);
  const below = Array.from({ length: Math.max(0, site.length - 12) }, (_, index) => 13 + index);
  return [...lengths, ...below].map((length) => site.slice(0, length));
}

/**
 * Writes deltas to the digests, under the county's lock (PostgreSQL) or the write lock (SQLite).
 * @param which `sites: false` leaves the digests by site as they are
 */
export async function saveDigests(tx: Sql, deltas: DigestDeltas, which: { readonly sites: boolean } = { sites: true }): Promise<void> {
  const scopes = deltas.byScope();
  if (scopes.length === 0) return;
  const before = await standing(tx, 'scope_digests', ['county', 'scope', 'kind', 'month'], scopes.map(({ county, scope, kind, month }) => [county, scope, kind, month]));
  await tx.each(
    `INSERT INTO scope_digests (county, scope, kind, month, count, removed, xor) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (county, scope, kind, month) DO UPDATE SET count = scope_digests.count + excluded.count, removed = scope_digests.removed + excluded.removed, xor = excluded.xor`,
    scopes.map(({ county, scope, kind, month, count, removed, xor }) => [county, scope, kind, month, count, removed, xored(xor, before.get(JSON.stringify([county, scope, kind, month])))]),
  );
  if (which.sites) await saveSites(tx, deltas.bySite());
}

async function saveSites(tx: Sql, months: readonly SiteDelta[]): Promise<void> {
  const sites = new Map<string, Delta & { readonly site: string; readonly kind: string }>();
  for (const { site, kind, count, xor } of months) {
    const key = JSON.stringify([site, kind]);
    const sum = sites.get(key) ?? { site, kind, count: 0, removed: 0, xor: new Uint8Array(32) };
    sum.count += count;
    xorInto(sum.xor, xor);
    sites.set(key, sum);
  }
  const before = await standing(tx, 'digests', ['site', 'kind'], [...sites.values()].map(({ site, kind }) => [site, kind]));
  await tx.each(
    'INSERT INTO digests (site, kind, count, xor) VALUES (?, ?, ?, ?) ON CONFLICT (site, kind) DO UPDATE SET count = digests.count + excluded.count, xor = excluded.xor',
    [...sites].map(([key, { site, kind, count, xor }]) => [site, kind, count, xored(xor, before.get(key))]),
  );
}

/** The sums that stand in a table of digests, by the JSON of their key. */
async function standing(tx: Sql, table: string, columns: readonly string[], keys: readonly (readonly string[])[]): Promise<Map<string, Uint8Array>> {
  const joined = columns.map((column, index) => `t.${column} = (k.value ->> ${index})`).join(' AND ');
  const rows = await tx.all(`SELECT ${columns.map((column) => `t.${column}`).join(', ')}, t.xor FROM ${jsonEach(tx)} JOIN ${table} t ON ${joined}`, JSON.stringify(keys));
  return new Map(rows.map((row) => [JSON.stringify(columns.map((column) => String(row[column]))), row['xor'] as Uint8Array]));
}

function xored(a: Uint8Array, b: SqlValue | undefined): Uint8Array {
  if (!(b instanceof Uint8Array)) return a;
  const result = Uint8Array.from(a);
  xorInto(result, b);
  return result;
}

function xorInto(target: Uint8Array, other: Uint8Array): void {
  for (let index = 0; index < target.length; index += 1) target[index] = (target[index] ?? 0) ^ (other[index] ?? 0);
}
