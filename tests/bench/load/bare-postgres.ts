/**
 * The same rows by the bare engine: `node bare-postgres.ts BEFORE AFTER BATCHES` (addresses of databases). What AFTER has and
 * BEFORE has not is inserted into BEFORE by multi-row statements, in as many transactions as there were batches. It prints
 * `{ "ms", "rows" }`.
 */
import pg from 'pg';

type Row = Readonly<Record<string, unknown>>;

/** PostgreSQL takes 65,535 values in one statement. */
const MAX_VALUES = 60_000;

const [beforeUrl = '', afterUrl = '', batches = '1'] = process.argv.slice(2);
const after = new pg.Client(afterUrl);
const target = new pg.Client(beforeUrl);
await after.connect();
await target.connect();

const rowsOf = async (client: pg.Client, table: string): Promise<Row[]> => (await client.query<Row>(`SELECT * FROM "${table}"`)).rows;

interface Filling {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** What to do with rows that are there already; only where some of them changed. */
  readonly conflict: string;
}

async function fillingOf(table: string): Promise<Filling> {
  const before = await rowsOf(target, table);
  const known = new Set(before.map((row) => JSON.stringify(row)));
  const all = await rowsOf(after, table);
  const rows = all.filter((row) => !known.has(JSON.stringify(row)));
  const columns = Object.keys(rows[0] ?? {});
  const changed = rows.length > all.length - before.length;
  const keys = changed ? await primaryKey(table) : [];
  const sets = columns.filter((column) => !keys.includes(column)).map((column) => `"${column}" = excluded."${column}"`);
  const conflict = changed ? `ON CONFLICT (${keys.map((key) => `"${key}"`).join(', ')}) DO ${sets.length > 0 ? `UPDATE SET ${sets.join(', ')}` : 'NOTHING'}` : '';
  return { table, columns, rows: rows.map((row) => Object.values(row)), conflict };
}

async function primaryKey(table: string): Promise<string[]> {
  const sql = `SELECT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) WHERE i.indisprimary AND i.indrelid = $1::regclass`;
  return (await target.query<{ name: string }>(sql, [table])).rows.map(({ name }) => name);
}

async function insert({ table, columns, conflict }: Filling, rows: readonly (readonly unknown[])[]): Promise<void> {
  const atOnce = Math.max(1, Math.floor(MAX_VALUES / columns.length));
  for (let start = 0; start < rows.length; start += atOnce) {
    const part = rows.slice(start, start + atOnce);
    const groups = part.map((row, index) => `(${row.map((_, column) => `$${index * columns.length + column + 1}`).join(', ')})`);
    await target.query(`INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES ${groups.join(', ')} ${conflict}`, part.flat());
  }
}

const tables = await after.query<{ name: string }>(
  `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
);
const fillings: Filling[] = [];
for (const { name } of tables.rows) fillings.push(await fillingOf(name));
const filled = fillings.filter(({ rows }) => rows.length > 0);

const count = Number(batches);
const start = performance.now();
for (let batch = 0; batch < count; batch += 1) {
  await target.query('BEGIN');
  for (const filling of filled) {
    const { rows } = filling;
    await insert(filling, rows.slice(Math.floor((rows.length * batch) / count), Math.floor((rows.length * (batch + 1)) / count)));
  }
  await target.query('COMMIT');
}
const ms = performance.now() - start;
await after.end();
await target.end();
process.stdout.write(JSON.stringify({ ms, rows: Object.fromEntries(filled.map(({ table, rows }) => [table, rows.length])) }));
