import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { KINDS, type Kind } from '#shared/domain/record.ts';
import * as access from '#shared/protocol/access.ts';
import * as blobs from '#shared/protocol/blobs.ts';
import * as digest from '#shared/protocol/digest.ts';
import * as errors from '#shared/protocol/errors.ts';
import * as exchange from '#shared/protocol/exchange.ts';
import * as held from '#shared/protocol/held.ts';
import * as news from '#shared/protocol/news.ts';
import * as overview from '#shared/protocol/overview.ts';
import * as photoFlags from '#shared/protocol/photo-flags.ts';
import { MIN_PROTOCOL, PROTOCOL } from '#shared/protocol/protocol-version.ts';
import * as reconcile from '#shared/protocol/reconcile.ts';
import { MIGRATIONS } from '#shared/schema/migrations.ts';
import { RECORD_SCHEMAS, SCHEMA_VERSIONS } from '#shared/schema/records.ts';
import { versionOf } from '#shared/schema/version.ts';
import { PROTOCOL_1 } from '../../support/protocol-1-schemas.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const FIXTURE = 'tests/fixtures/protocol-fingerprint.json';

/** Hashes of shapes, by name. */
type Shapes = Readonly<Record<string, string>>;

interface Fixture {
  /** Of each version of the protocol: its messages. */
  readonly protocols: Readonly<Record<string, Shapes>>;
  /** Of each kind: the shape of each version of its schema. */
  readonly records: Readonly<Record<string, Shapes>>;
}

const fixture = JSON.parse(readFileSync(join(ROOT, FIXTURE), 'utf8')) as Fixture;

const MESSAGE_ADVICE = `Messages have another shape than version ${PROTOCOL} of the protocol has in ${FIXTURE}. Where that version was released, stations in
the field speak the old one: raise PROTOCOL in shared/protocol/protocol-version.ts, add a line to its history, see that the old shape
is still understood (freeze it as tests/fixtures/protocol-1 does), and write the shapes below under the new version. Where it was not released yet, write them in its place.`;

const recordAdvice = (kind: Kind): string => `Records of ${kind} have another shape than version ${SCHEMA_VERSIONS[kind]} of their schema has in ${FIXTURE}. Raise SCHEMA_VERSIONS.${kind} in
shared/schema/records.ts, add a line to the history there, write the step in shared/schema/migrations.ts, and the shape below into ${FIXTURE}.`;

const fingerprint = (schema: z.ZodType): string => versionOf(z.toJSONSchema(schema)).slice(0, 16);

/** A hash of every schema that the modules hold, by its name. */
function shapesOf(modules: Readonly<Record<string, object>>): Shapes {
  const shapes = Object.entries(modules).flatMap(([module, members]) =>
    Object.entries(members).flatMap(([name, member]: [string, unknown]) => (member instanceof z.ZodType ? [[`${module}.${name}`, fingerprint(member)] as const] : [])),
  );
  return Object.fromEntries(shapes.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

describe('T2 the protocol', () => {
  it('moves its version with the shape of its messages', () => {
    const actual = shapesOf({ access, blobs, digest, errors, exchange, held, news, overview, photoFlags, reconcile });
    expect(fixture.protocols[PROTOCOL], `${MESSAGE_ADVICE}\n"${PROTOCOL}": ${JSON.stringify(actual, null, 2)}\n`).toEqual(actual);
  });

  it('keeps the shapes of every version that was released as they were', () => {
    expect(Object.keys(fixture.protocols)).toEqual(numbers(PROTOCOL));
    expect(shapesOf(PROTOCOL_1)).toEqual(fixture.protocols['1']);
  });

  it('has a line of history for every version', () => {
    const source = readFileSync(join(ROOT, 'shared/protocol/protocol-version.ts'), 'utf8');
    const told = [...source.matchAll(/^ \* - (\d+): \S/gm)].map(([, version]) => version);
    expect(told).toEqual(numbers(PROTOCOL));
    expect(MIN_PROTOCOL).toBeLessThanOrEqual(PROTOCOL);
  });
});

describe('T2 the records', () => {
  it.each(KINDS)('move the version of their schema with its shape: %s', (kind) => {
    const version = SCHEMA_VERSIONS[kind];
    const actual = fingerprint(RECORD_SCHEMAS[kind]);
    expect(fixture.records[kind]?.[version], `${recordAdvice(kind)}\n"${version}": "${actual}"\n`).toBe(actual);
    expect(Object.keys(fixture.records[kind] ?? {})).toEqual(numbers(version));
  });

  it('have a line of history and a step of migration for every version after the first', () => {
    const source = readFileSync(join(ROOT, 'shared/schema/records.ts'), 'utf8');
    const told = [...source.matchAll(/^ \* - (\w+) (\d+): \S/gm)].map(([, kind, version]) => `${kind} ${version}`);
    const common = Math.min(...KINDS.map((kind) => SCHEMA_VERSIONS[kind]));
    const ofAll = numbers(common).map((version) => `all ${version}`);
    const ofKinds = KINDS.flatMap((kind) => numbers(SCHEMA_VERSIONS[kind]).slice(common).map((version) => `${kind} ${version}`));
    expect(told.toSorted()).toEqual([...ofAll, ...ofKinds].toSorted());
    for (const kind of KINDS) expect(Object.keys(MIGRATIONS[kind])).toEqual(numbers(SCHEMA_VERSIONS[kind] - 1));
  });
});
