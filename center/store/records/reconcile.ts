import { isWithin } from '#shared/domain/site-code.ts';
import { idsOfMonth, monthOf } from '#shared/protocol/digest.ts';
import { MAX_COMPARED, type ReconcileRequest, type ReconcileResponse } from '#shared/protocol/reconcile.ts';
import { columnOf, logOf, rangeOf } from '../scope.ts';
import type { Sql, SqlValue } from '../sql.ts';
import { addressedTo } from './addressed.ts';
import { lifeOf } from './epoch.ts';
import { jsonEach } from './json-rows.ts';
import { MAX_PAGE } from './read.ts';

/** Records are taken as they are stored: their schema is that of their writer. */
type Differing = ReconcileResponse['differing'][number];
type WireRecord = NonNullable<Differing['record']>;

/** What the center has of a range, up to an id; null where that is all that was asked for. */
interface Range {
  /** Version by id. */
  readonly versions: ReadonlyMap<string, string>;
  readonly through: string | null;
}

/** Rule C2: compares what a replica has of a kind and month with what a pull of the scope sends; a part of it where that is much. */
export async function reconcileWith(tx: Sql, scope: string, request: ReconcileRequest): Promise<ReconcileResponse> {
  const { kind, month, until } = request;
  const range = await rangeOfScope(tx, scope, request);
  const end = range.through ?? until;
  const have = new Map(request.have.filter(({ id }) => monthOf(id) === month && id > request.after && (end === null || id <= end)).map(({ id, version }) => [id, version]));
  const ids = [...new Set([...range.versions.keys(), ...have.keys()])].filter((id) => have.get(id) !== range.versions.get(id)).toSorted();
  const here = ids.filter((id) => range.versions.has(id));
  const bodies = await bodiesOf(tx, kind, here);
  const outside = await standingAmong(tx, kind, ids.filter((id) => !range.versions.has(id)));
  const both = [...here, ...outside].filter((id) => have.has(id));
  const known = await formerVersions(tx, kind, both.map((id) => ({ id, version: have.get(id) ?? '' })));
  const restored = await sinceRestore(tx, kind, both.filter((id) => !known.has(id)), (id, record) => !outside.has(id) || isInScope(record, scope));
  const differing = ids.map((id): Differing => {
    const body = bodies.get(id);
    if (body === undefined) {
      if (!outside.has(id)) return { id, state: 'extra' };
      return known.has(id) ? { id, state: 'left' } : { id, state: 'altered', ...restored.get(id) };
    }
    const state = !have.has(id) ? 'missing' : known.has(id) ? 'stale' : 'altered';
    return { id, state, record: wireRecord(body), ...restored.get(id) };
  });
  return fitting(differing, range.through, (id) => bodies.get(id)?.length ?? 0);
}

/**
 * Of records that were written after the log was restored last: what stood when it was.
 * @param shown whether the reader may see that
 */
async function sinceRestore(tx: Sql, kind: string, ids: readonly string[], shown: (id: string, record: WireRecord) => boolean): Promise<Map<string, Pick<Differing, 'sinceRestore' | 'atRestore'>>> {
  const { restored } = await lifeOf(tx);
  if (restored === null || ids.length === 0) return new Map();
  const rows = await tx.all(
    `SELECT h.id, h.county, h.position, h.body FROM ${jsonEach(tx)} JOIN history h ON h.kind = ? AND h.id = (k.value ->> 0) ORDER BY h.revision`,
    JSON.stringify(ids.map((id) => [id])),
    kind,
  );
  const versions = [...Map.groupBy(rows, (row) => String(row['id']))];
  return new Map(
    versions.flatMap(([id, all]) => {
      const before = all.filter((row) => Number(row['position']) <= (restored[String(row['county'])] ?? 0)).at(-1);
      if (before === all.at(-1)) return [];
      const atRestore = before === undefined ? null : wireRecord(String(before['body']));
      return [[id, atRestore === null || !shown(id, atRestore) ? { sinceRestore: true } : { sinceRestore: true, atRestore }]];
    }),
  );
}

/** The scope's ids and versions of a kind and month, in the order of their ids, as many as one answer may compare. */
async function rangeOfScope(tx: Sql, scope: string, { kind, month, after, until }: ReconcileRequest): Promise<Range> {
  const ids = idsOfMonth(month);
  const bounds = { sql: `kind = ? AND id > ? AND id >= ? AND id < ?${until === null ? '' : ' AND id <= ?'}`, values: [kind, after, ids.from, ids.to, ...(until === null ? [] : [until])] };
  const own = ownRows(scope);
  const rows = await tx.all(`SELECT id, version FROM records WHERE ${own.where} AND ${bounds.sql} ORDER BY id LIMIT ?`, ...own.values, ...bounds.values, MAX_COMPARED + 1);
  const through = rows.length > MAX_COMPARED ? String(rows[MAX_COMPARED - 1]?.['id']) : null;
  const found = [...rows.map((row) => ({ id: String(row['id']), version: String(row['version']) })), ...(await addressedTo(tx, scope)).filter((record) => record.kind === kind)];
  const compared = found.filter(({ id }) => monthOf(id) === month && id > after && (until === null || id <= until) && (through === null || id <= through));
  return { versions: new Map(compared.map(({ id, version }) => [id, version])), through };
}

/** Rows of a scope by the index that leads to it; the ids of a month are found among them. */
function ownRows(scope: string): { readonly where: string; readonly values: readonly SqlValue[] } {
  const { from, to } = rangeOf(scope);
  if (scope.length < 6) return { where: 'county >= ? AND county < ?', values: [from, to] };
  const { column, value } = columnOf(scope);
  const narrow = column === 'county' ? { where: '', values: [] } : { where: ` AND ${column} = ?`, values: [value] };
  return { where: `county = ?${narrow.where} AND site >= ? AND site < ?`, values: [logOf(scope), ...narrow.values, from, to] };
}

async function bodiesOf(tx: Sql, kind: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.all(`SELECT r.id, r.body FROM ${jsonEach(tx)} JOIN records r ON r.kind = ? AND r.id = (k.value ->> 0)`, JSON.stringify(ids.map((id) => [id])), kind);
  return new Map(rows.map((row) => [String(row['id']), String(row['body'])]));
}

/** Those whose version was accepted here once. */
async function formerVersions(tx: Sql, kind: string, held: readonly { readonly id: string; readonly version: string }[]): Promise<Set<string>> {
  if (held.length === 0) return new Set();
  const rows = await tx.all(
    `SELECT DISTINCT h.id FROM ${jsonEach(tx)} JOIN history h ON h.kind = ? AND h.id = (k.value ->> 0) AND h.version = (k.value ->> 1)`,
    JSON.stringify(held.map(({ id, version }) => [id, version])),
    kind,
  );
  return new Set(rows.map((row) => String(row['id'])));
}

async function standingAmong(tx: Sql, kind: string, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await bodiesOf(tx, kind, ids)).keys());
}

function isInScope(record: WireRecord, scope: string): boolean {
  const to = record['to'];
  return isWithin(record.site, scope) || (typeof to === 'string' && to !== '' && isWithin(scope, to));
}

function wireRecord(body: string): WireRecord {
  return JSON.parse(body) as WireRecord;
}

/** As many differences as one answer carries; `through` then ends with the last of them. */
function fitting(differing: readonly Differing[], through: string | null, sizeOf: (id: string) => number): ReconcileResponse {
  let room = MAX_PAGE;
  const over = differing.findIndex(({ id }, index) => {
    room -= sizeOf(id);
    return room < 0 && index > 0;
  });
  if (over === -1) return { differing: [...differing], through };
  return { differing: differing.slice(0, over), through: differing[over - 1]?.id ?? null };
}
