import { describe, expect, it } from 'vitest';
import { KINDS, type AnyRecord } from '#shared/domain/record.ts';
import { MIGRATIONS } from '#shared/schema/migrations.ts';
import { RECORD_SCHEMAS, SCHEMA_VERSIONS } from '#shared/schema/records.ts';
import { collectionSchema, migrationStrategies, REPLICA_VERSIONS } from '../../../renderer/data/replica/collection-schemas.ts';
import { finder, toDoc, toRecord } from '../../../renderer/data/replica/local-fields.ts';
import { activity } from '../../support/make-record.ts';

describe('the collections of the replica', () => {
  it('are twelve: a process may hold no more than thirteen', () => {
    expect(KINDS).toHaveLength(12);
  });

  it.each(KINDS)('%s is indexed by fields that its records have', (kind) => {
    const fields = new Set([...Object.keys(RECORD_SCHEMAS[kind].shape), 'local.at', 'local.name']);
    for (const field of (collectionSchema(kind).indexes ?? []).flat()) expect(fields).toContain(field);
  });

  it.each(KINDS)('%s has a migration from every older version, of its records and of its collection', (kind) => {
    const recordVersions = Array.from({ length: SCHEMA_VERSIONS[kind] - 1 }, (_, index) => index + 1);
    expect(Object.keys(MIGRATIONS[kind]).map(Number)).toEqual(recordVersions);
    const later = { ...REPLICA_VERSIONS, [kind]: 3 };
    expect(Object.keys(migrationStrategies(kind, later))).toEqual(['1', '2', '3']);
    expect(collectionSchema(kind, later).version).toBe(3);
  });

  it('carry a record to the replica and back unchanged, whatever fields it has', () => {
    const record: AnyRecord = activity({ unknown: { deep: [1, null, '七有'] } });
    expect(toRecord(toDoc('activities', record))).toEqual(record);
  });

  it('find a name by its characters, its pinyin and its initials', () => {
    const record = activity({ name: '单秀英', phone: '13900000001', number: 'A-7' });
    const found = (words: readonly string[]): boolean => finder('volunteers', words)(record);
    const right = [['秀英'], ['shanxiuying'], ['sxy'], ['1390000'], ['秀英', 'sxy', '139'], ['a-7'], []];
    expect(right.filter((words) => !found(words))).toEqual([]);
    const wrong = [['danxiuying'], ['秀兰'], ['sxy', '秀兰'], ['138']];
    expect(wrong.filter(found)).toEqual([]);
  });

  it('sort the newest day first, and within a day what was saved last', () => {
    const at = (occurredOn: string, createdAt: string): number => toDoc('activities', activity({ occurredOn, createdAt })).local.at;
    const sorted = [at('2026-03-02', '2026-03-02T08:00:00.000Z'), at('2026-03-01', '2026-03-09T10:00:00.000Z'), at('2026-03-01', '2026-03-09T08:00:00.000Z'), at('1999-12-31', '2026-03-09T08:00:00.000Z')];
    expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));
  });
});
