import { checkpointSchema, type Checkpoint } from '#shared/protocol/exchange.ts';
import type { Sql } from '../sql.ts';

const RANDOM = { sqlite: 'lower(hex(randomblob(16)))', postgres: "replace(gen_random_uuid()::text, '-', '')" } as const;

/** The life of the logs in a database. */
export interface Life {
  /** Its name, made with the database or by the last restore. */
  readonly epoch: string;
  /** Where the logs stood when this life began; null in the first one. A log that is not named stood at 0. */
  readonly restored: Checkpoint | null;
}

export async function lifeOf(sql: Sql): Promise<Life> {
  const rows = await sql.all("SELECT key, value FROM meta WHERE key IN ('epoch', 'restored')");
  const values = new Map(rows.map((row) => [String(row['key']), String(row['value'])]));
  const restored = values.get('restored');
  return { epoch: values.get('epoch') ?? '', restored: restored === undefined ? null : checkpointSchema.parse(JSON.parse(restored)) };
}

/**
 * Begins another life of the logs, for a database that was restored from a backup, before any center opens it: replicas
 * see it and bring back what the backup does not have. Answers the new life's name.
 */
export async function renewEpoch(sql: Sql): Promise<string> {
  const heads = await sql.all('SELECT county, head FROM counties');
  const restored = JSON.stringify(Object.fromEntries(heads.map((row) => [String(row['county']), Number(row['head'])])));
  await sql.run("INSERT INTO meta (key, value) VALUES ('restored', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", restored);
  await sql.run(`UPDATE meta SET value = ${RANDOM[sql.dialect]} WHERE key = 'epoch'`);
  return (await lifeOf(sql)).epoch;
}
