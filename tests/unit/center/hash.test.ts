import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { canonical } from '#shared/domain/canonical.ts';
import { digestMark } from '#shared/protocol/digest.ts';
import { versionOf } from '#shared/schema/version.ts';
import { markOf, versionOfText } from '../../../center/store/hash.ts';

describe('hashes of the center', () => {
  it('are those that replicas compute', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), fc.string(), fc.uuid(), (record, kind, id) => {
        const version = versionOf(record);
        expect(versionOfText(canonical(record))).toBe(version);
        expect([...markOf(kind, id, version)]).toEqual([...digestMark(kind, id, version)]);
      }),
    );
  });
});
