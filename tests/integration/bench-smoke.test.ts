import { describe, expect, it } from 'vitest';
import { morning } from '../bench/parts/morning.ts';
import { pull } from '../bench/parts/pull.ts';
import { push } from '../bench/parts/push.ts';
import { tableText } from '../bench/support/outcome.ts';

const TINY = { rounds: 1, quick: true, full: false, tiny: true, say: () => undefined };

describe('the benchmarks', () => {
  it('pull and push the same records with all three contestants', { timeout: 180_000 }, async () => {
    const outcomes = [await pull(TINY), await push(TINY)];
    const tables = outcomes.flatMap((outcome) => outcome.tables);
    expect(tables.map(({ rows }) => rows.map(([name]) => name))).toEqual([['ours', 'PouchDB', 'PouchDB, indexes made afterwards', 'ours through a host', 'plain Dexie'], ['ours', 'PouchDB', 'plain Dexie'], ['ours', 'PouchDB']]);
    expect(tables.map(tableText).join('\n')).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('bring a small county back after an outage and lose nothing', { timeout: 60_000 }, async () => {
    const { tables } = await morning(TINY);
    expect(tables[0]?.rows.map(([engine]) => engine)).toEqual(['SQLite']);
  });
});
