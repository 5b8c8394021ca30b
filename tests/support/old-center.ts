import type { z } from 'zod';
import type { ExchangeRequest } from '#shared/protocol/exchange.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { jsonOf, PROFILE, refusal, startFakeCenter, type FakeCenter, type Seen } from './fake-center.ts';
import { frozenMessage, replayed } from './protocol-1.ts';
import { PROTOCOL_1 } from './protocol-1-schemas.ts';
import { TinyCenter } from './tiny-center.ts';

/** The version that this center speaks, and no other. */
const ONLY = 1;

const BODIES: Readonly<Record<string, z.ZodType>> = {
  'POST /v1/enrol': PROTOCOL_1.access.enrolRequestSchema,
  'POST /v1/session': PROTOCOL_1.access.sessionRequestSchema,
  'POST /v1/exchange': PROTOCOL_1.exchange.exchangeRequestSchema,
  'POST /v1/blobs/have': PROTOCOL_1.blobs.blobsHaveRequestSchema,
};

/** A center of the first release: it speaks protocol 1 alone, and its answers are those that were recorded of one. */
export interface OldCenter {
  readonly center: FakeCenter;
  readonly log: TinyCenter;
}

/** An old center that listens until the test ends. */
export async function startOldCenter(): Promise<OldCenter> {
  const center = await startFakeCenter();
  const log = new TinyCenter();
  log.protocol = ONLY;
  log.scope = PROFILE.site;
  center.guard = refuseOthers;
  center.answers.set('POST /v1/exchange', (seen) => Response.json(log.answer(jsonOf(seen) as ExchangeRequest)));
  center.answers.set('GET /v1/digest', () => replayed(frozenMessage('digest', 'by kind')));
  center.answers.set('GET /v1/overview', () => replayed(frozenMessage('overview', 'of the scope')));
  return { center, log };
}

/** What it does not understand: other versions, and bodies that are not its own. */
function refuseOthers(seen: Seen): Response | null {
  const schema = BODIES[seen.route];
  const body = schema === undefined ? null : jsonOf(seen);
  const named = body !== null && typeof body === 'object' && 'protocol' in body ? body.protocol : undefined;
  const version = Number(named ?? seen.headers.get('qiyou-protocol') ?? ONLY);
  if (version > ONLY) return refusal(426, { kind: 'tooNew', max: ONLY });
  if (version < ONLY) return refusal(426, { kind: 'tooOld', min: ONLY });
  const error: LinkError = { kind: 'refused', code: 'badRequest', detail: '' };
  return schema === undefined || schema.safeParse(body).success ? null : refusal(400, error);
}
