import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../center/store/postgres/database.ts';
import { lifeOf } from '../../center/store/records/epoch.ts';
import { sharedPostgres } from '../support/postgres.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
const statements = /```sql renew-epoch\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

describe('docs/operations.md', () => {
  it('begins another life of a PostgreSQL center’s logs by the statements that it gives', async () => {
    const server = await sharedPostgres();
    const url = await server.createDatabase();
    const [database, operator] = [await openPostgres(url), new pg.Client({ connectionString: url })];
    await operator.connect();
    onTestFinished(async () => {
      await Promise.all([database.close(), operator.end()]);
      await server.dropDatabase(url);
    });
    const first = await lifeOf(database);
    expect(first.restored).toBeNull();
    await operator.query(statements);
    const empty = await lifeOf(database);
    expect(empty.restored).toEqual({});
    await operator.query("INSERT INTO counties (county, head) VALUES ('211122', 1205), ('211100', 3)");
    await operator.query(statements);
    const second = await lifeOf(database);
    expect(second.restored).toEqual({ '211122': 1205, '211100': 3 });
    expect(new Set([first.epoch, empty.epoch, second.epoch]).size).toBe(3);
    expect(second.epoch).toMatch(/^[0-9a-f]{32}$/);
  });
});
