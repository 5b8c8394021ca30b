import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonical } from '#shared/domain/canonical.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { addToDigest, EMPTY_DIGEST } from '#shared/protocol/digest.ts';
import { MAX_CHANGES, MAX_WRITES } from '#shared/protocol/exchange.ts';
import { REFUSED_CODES } from '#shared/protocol/errors.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { validate } from '#shared/schema/validate.ts';
import { versionOf } from '#shared/schema/version.ts';
import { isSigned } from '../../../center/access/crypto.ts';

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
});
