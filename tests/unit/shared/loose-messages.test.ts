import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { channels } from '#shared/bridge/contract.ts';
import * as access from '#shared/protocol/access.ts';
import * as blobs from '#shared/protocol/blobs.ts';
import * as digest from '#shared/protocol/digest.ts';
import * as errors from '#shared/protocol/errors.ts';
import * as exchange from '#shared/protocol/exchange.ts';
import * as held from '#shared/protocol/held.ts';
import * as news from '#shared/protocol/news.ts';
import * as overview from '#shared/protocol/overview.ts';
import * as photoFlags from '#shared/protocol/photo-flags.ts';
import * as reconcile from '#shared/protocol/reconcile.ts';
import { anyRecord } from '#shared/schema/fields.ts';
import { RECORD_SCHEMAS } from '#shared/schema/records.ts';
import { fromTheFuture } from '../../support/arbitrary-messages.ts';

const modules = { access, blobs, digest, errors, exchange, held, news, overview, photoFlags, reconcile, records: { anyRecord, ...RECORD_SCHEMAS } };
const messages = Object.entries(modules).flatMap(([module, members]) =>
  Object.entries(members).flatMap(([name, member]: [string, unknown]) => (member instanceof z.ZodType ? [[`${module}.${name}`, member] as const] : [])),
);

/** Each value comes out of the schema as it went in. */
function expectKept(schema: z.ZodType, wrap: (value: unknown) => unknown, ofWhat: z.ZodType): void {
  fc.assert(
    fc.property(fromTheFuture(ofWhat), (value) => {
      const given = wrap(value);
      expect(schema.parse(structuredClone(given))).toEqual(given);
    }),
    { numRuns: 60 },
  );
}

describe('T2 members that only a newer version knows', () => {
  it.each(messages)('are kept at every level of %s', (_name, schema) => {
    expectKept(schema, (value) => value, schema);
  });

  it.each([
    ['link.exchange', exchange.exchangeResponseSchema],
    ['link.overview', overview.overviewSchema],
    ['link.digest', digest.digestResponseSchema],
    ['link.reconcile', reconcile.reconcileResponseSchema],
    ['link.held', held.heldResponseSchema],
    ['link.decideHeld', held.heldDecidedSchema],
    ['link.heldDecided', held.heldOutcomesSchema],
    ['photo.upload', blobs.blobReceiptSchema],
  ] as const)('cross the bridge in answers of %s', (channel, schema) => {
    expectKept(channels[channel].output, (value) => ({ ok: true, value }), schema);
    expectKept(channels[channel].output, (error) => ({ ok: false, error }), errors.linkErrorSchema);
  });

  it.each(['link.exchange', 'link.reconcile', 'link.decideHeld'] as const)('cross the bridge in requests of %s', (channel) => {
    expectKept(channels[channel].input, (value) => value, channels[channel].input);
  });

  it('would be noticed where a schema drops them', () => {
    const strict = z.looseObject({ inner: z.array(z.object({ name: z.string() })).min(1) });
    expect(() => expectKept(strict, (value) => value, strict)).toThrow();
  });
});
