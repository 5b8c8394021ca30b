/**
 * The same rows by the bare engine: `node bare-sqlite.ts BEFORE AFTER BATCHES`. What the database AFTER has and BEFORE has not
 * is inserted into BEFORE by prepared statements, in as many transactions as there were batches. It prints `{ "ms", "rows" }`.
 */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

type Row = Readonly<Record<string, SQLInputValue>>;

const [beforePath = '', afterPath = '', batches = '1'] = process.argv.slice(2);
const after = new DatabaseSync(afterPath, { readOnly: true });
const target = new DatabaseSync(beforePath);
target.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536');

function keyOf(row: Row): string {
  return JSON.stringify(Object.values(row).map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value)));
}

/** Rows of a table that are new or changed, in the order in which they were written where the table keeps one. */
function newRows(table: string): Row[] {
  const known = new Set(target.prepare(`SELECT * FROM "${table}"`).all().map((row) => keyOf(row as Row)));
  return after.prepare(`SELECT * FROM "${table}"`).all().map((row) => row as Row).filter((row) => !known.has(keyOf(row)));
}

const names = after.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).all().map((row) => String(row['name']));
const tables = names.map((name) => ({ name, rows: newRows(name) })).filter(({ rows }) => rows.length > 0);
const inserts = tables.map(({ name, rows }) => {
  const columns = Object.keys(rows[0] ?? {});
  const statement = target.prepare(`INSERT OR REPLACE INTO "${name}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  return { statement, rows: rows.map((row) => Object.values(row)) };
});

const count = Number(batches);
const start = performance.now();
for (let batch = 0; batch < count; batch += 1) {
  target.exec('BEGIN IMMEDIATE');
  for (const { statement, rows } of inserts) {
    const [from, to] = [Math.floor((rows.length * batch) / count), Math.floor((rows.length * (batch + 1)) / count)];
    for (let index = from; index < to; index += 1) statement.run(...(rows[index] ?? []));
  }
  target.exec('COMMIT');
}
const ms = performance.now() - start;
target.close();
after.close();
process.stdout.write(JSON.stringify({ ms, rows: Object.fromEntries(tables.map(({ name, rows }) => [name, rows.length])) }));
