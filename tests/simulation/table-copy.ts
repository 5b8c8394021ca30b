import type { Database, Row, Sql, SqlValue } from '../../center/store/sql.ts';

/** All rows of a database, by table: a backup that can be put back into the same schema. */
export type TableCopy = ReadonlyMap<string, readonly Row[]>;

const TABLES = {
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  // A partition's rows are its parent's.
  postgres: "SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1",
} as const;

/** Tables of the schema's own version are left alone. */
const tableNames = new WeakMap<Database, readonly string[]>();

async function namesOf(db: Database): Promise<readonly string[]> {
  const known = tableNames.get(db);
  if (known !== undefined) return known;
  const names = (await db.all(TABLES[db.dialect])).map((row) => String(row['name'])).filter((name) => !/schema|migration/.test(name));
  tableNames.set(db, names);
  return names;
}

export async function copyTables(db: Database): Promise<TableCopy> {
  const copy = new Map<string, readonly Row[]>();
  for (const name of await namesOf(db)) copy.set(name, (await db.all(`SELECT * FROM ${name}`)).map((row) => ({ ...row })));
  return copy;
}

/** Replaces all rows. */
export async function putTables(db: Database, copy: TableCopy): Promise<void> {
  const names = await namesOf(db);
  await db.write(async (tx) => {
    for (const name of names) await putTable(tx, name, copy.get(name) ?? []);
  });
}

async function putTable(tx: Sql, name: string, rows: readonly Row[]): Promise<void> {
  await tx.run(`DELETE FROM ${name}`);
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const values: SqlValue[][] = rows.map((row) => columns.map((column) => row[column] ?? null));
  await tx.each(`INSERT INTO ${name} (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`, values);
}
