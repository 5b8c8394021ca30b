import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as access from '#shared/protocol/access.ts';
import * as blobs from '#shared/protocol/blobs.ts';
import * as digest from '#shared/protocol/digest.ts';
import * as errors from '#shared/protocol/errors.ts';
import * as exchange from '#shared/protocol/exchange.ts';
import * as news from '#shared/protocol/news.ts';
import * as overview from '#shared/protocol/overview.ts';
import { MIN_PROTOCOL, PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { RECORD_SCHEMAS } from '#shared/schema/records.ts';
import { versionOf } from '#shared/schema/version.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const FIXTURE = 'tests/fixtures/protocol-fingerprint.json';

const ADVICE = `What travels has another shape than version ${PROTOCOL} of the protocol had. Stations in the field speak the old one:
raise PROTOCOL in shared/protocol/protocol-version.ts, add a line to its history, see that the old shape is still understood,
and write the fingerprints below into ${FIXTURE}.`;

/** A hash of every schema that a module of the protocol exports, by its name. */
function fingerprints(): Record<string, string> {
  const modules = { access, blobs, digest, errors, exchange, news, overview };
  const messages = Object.entries(modules).flatMap(([module, members]) =>
    Object.entries(members).flatMap(([name, member]: [string, unknown]) => (member instanceof z.ZodType ? [[`${module}.${name}`, member] as const] : [])),
  );
  const records = Object.entries(RECORD_SCHEMAS).map(([kind, schema]) => [`records.${kind}`, schema] as const);
  const shapes = [...messages, ...records].map(([name, schema]) => [name, versionOf(z.toJSONSchema(schema)).slice(0, 16)] as const);
  return Object.fromEntries(shapes.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

describe('T2 the protocol', () => {
  it('moves its version with the shape of its messages', () => {
    const fixture: unknown = JSON.parse(readFileSync(join(ROOT, FIXTURE), 'utf8'));
    const actual = { protocol: PROTOCOL, shapes: fingerprints() };
    expect(fixture, `${ADVICE}\n${JSON.stringify(actual, null, 2)}\n`).toEqual(actual);
  });

  it('has a line of history for every version', () => {
    const source = readFileSync(join(ROOT, 'shared/protocol/protocol-version.ts'), 'utf8');
    const told = [...source.matchAll(/^ \* - (\d+): \S/gm)].map(([, version]) => Number(version));
    expect(told).toEqual(Array.from({ length: PROTOCOL }, (_, index) => index + 1));
    expect(MIN_PROTOCOL).toBeLessThanOrEqual(PROTOCOL);
  });
});
