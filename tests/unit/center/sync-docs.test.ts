import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '#shared/domain/canonical.ts';
import { KINDS, type AnyRecord } from '#shared/domain/record.ts';
import { merge } from '#shared/merge/merge.ts';
import { addToDigest, EMPTY_DIGEST } from '#shared/protocol/digest.ts';
import { MAX_CHANGES, MAX_WRITES } from '#shared/protocol/exchange.ts';
import { REFUSED_CODES } from '#shared/protocol/errors.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { base } from '#shared/schema/fields.ts';
import { RECORD_SCHEMAS } from '#shared/schema/records.ts';
import { validate } from '#shared/schema/validate.ts';
import { versionOf } from '#shared/schema/version.ts';
import { isSigned } from '../../../center/access/crypto.ts';
import { anyKind, threeWays } from '../../support/arbitrary-records.ts';
import { plainMerge, type PlainRecord } from '../../support/plain-client.ts';

const page = readFileSync('docs/sync.md', 'utf8');
const block = (label: string): string => new RegExp(`\`\`\`${label}\n([^\`]*)\n\`\`\``).exec(page)?.[1] ?? '';

describe('docs/sync.md says what holds', () => {
  const text = block('json canonical');
  const record = JSON.parse(text) as AnyRecord;

  it('the worked record is valid, canonical, and has the version and digest it says', () => {
    expect(validate('activities', record)).toMatchObject({ ok: true });
    expect(canonical(record)).toBe(text);
    expect(page).toContain(`(${Buffer.byteLength(text)} bytes`);
    expect(versionOf(record)).toBe(block('text version'));
    expect(addToDigest(EMPTY_DIGEST, 'activities', record.id, versionOf(record)).xor).toBe(block('text digest'));
  });

  it('the proof is a real signature', () => {
    const field = (name: string): string => new RegExp(`"${name}": "([^"]+)"`).exec(page)?.[1] ?? '';
    expect(isSigned(`qiyou-enrol:${field('code')}`, field('publicKey'), field('proof'))).toBe(true);
  });

  it('names every code of refusal, the version and the limits', () => {
    for (const code of REFUSED_CODES) expect(page).toContain(`\`${code}\``);
    expect(page).toContain(`# The sync protocol, version ${PROTOCOL}`);
    for (const limit of [MAX_WRITES, MAX_CHANGES]) expect(page).toContain(limit.toLocaleString('en'));
  });

  it.each(KINDS)('names every field of %s', (kind) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${kind}\` |`)) ?? '';
    const own = Object.keys(RECORD_SCHEMAS[kind].shape).filter((field) => !(field in base));
    expect(own.filter((field) => !row.includes(`\`${field}\``))).toEqual([]);
  });

  it('M1 the steps as written there give what the program’s merge gives', () => {
    const plain = (version: AnyRecord | null): PlainRecord => version as unknown as PlainRecord;
    fc.assert(
      fc.property(anyKind, threeWays, (kind, { base: from, mine, theirs }) => {
        expect(plainMerge(kind, plain(from), plain(mine), plain(theirs))).toEqual(merge(kind, from, mine, theirs));
      }),
    );
  });

  it('M1 tells a field that is absent from one that says null', () => {
    const from = { id: 'x', v: 1, updatedAt: '2026-06-19T01:30:00.000Z', by: { device: 'd', person: 'p' }, conflicts: [] };
    const mine = { ...from, extra: null, updatedAt: '2026-06-20T00:00:00.000Z', by: { device: 'e', person: 'q' } };
    expect(plainMerge('activities', from, mine, from)).toEqual(mine);
    expect(merge('activities', from as unknown as AnyRecord, mine as unknown as AnyRecord, from as unknown as AnyRecord)).toEqual(mine);
    expect(merge('activities', mine as unknown as AnyRecord, from as unknown as AnyRecord, mine as unknown as AnyRecord)).toEqual(from);
  });
});
