import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS } from '#shared/domain/record.ts';
import { anyRecord } from '#shared/schema/fields.ts';
import { SCHEMA_VERSIONS } from '#shared/schema/records.ts';
import { validate } from '#shared/schema/validate.ts';

const right = { id: '0190a0a0-0000-7000-8000-000000000001', site: '211122101001', createdAt: '2026-06-01T08:00:00.000Z', updatedAt: '2026-06-01T08:00:00.000Z', by: { device: 'd1', person: '王秀英' }, removed: false, conflicts: [] };

describe('a record of today', () => {
  it.each(KINDS)('of %s is refused for all that any record is refused for', (kind) => {
    const v = SCHEMA_VERSIONS[kind];
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(right)), fc.oneof(fc.jsonValue(), fc.constant(undefined)), (field, value) => {
        const record = { ...right, v, [field]: value };
        const common = anyRecord.safeParse(record);
        const checked = validate(kind, record);
        if (common.success) return;
        expect(checked.ok).toBe(false);
        if (!checked.ok) expect(checked.problems.map(({ path }) => path)).toEqual(expect.arrayContaining(common.error.issues.map(({ path }) => path.map(String).join('.'))));
      }),
    );
  });

  it.each([null, 7, 'text', [], {}, { v: 'one' }])('is refused where it is none: %j', (value) => {
    expect(validate('activities', value).ok).toBe(false);
  });
});
