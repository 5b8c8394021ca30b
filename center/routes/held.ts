import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { heldDecisionSchema, type HeldOutcomes, type HeldPush } from '#shared/protocol/held.ts';
import type { Device } from '../access/devices.ts';
import { decideHeld, heldPushes } from '../access/held.ts';
import { outcomesFor } from '../access/held-outcomes.ts';
import type { Center } from './center.ts';
import { refused } from './faults.ts';
import { authenticate, checkProtocolHeader, parse, parseBody } from './guard.ts';

/**
 * `GET /v1/held` and `POST /v1/held`: pushes that would remove or empty much, for those above the stations to decide on; and
 * `GET /v1/held/decided`: what was decided on the asking device's own (rule D1).
 */
export function heldRoutes(server: FastifyInstance, center: Center): void {
  server.get('/v1/held', async (request): Promise<{ held: HeldPush[] }> => {
    checkProtocolHeader(request);
    const { device } = await authenticate(center, request);
    checkRole(device);
    return { held: await heldPushes(center.access.db, device.site) };
  });

  server.get('/v1/held/decided', async (request): Promise<HeldOutcomes> => {
    checkProtocolHeader(request);
    const { device } = await authenticate(center, request);
    return await outcomesFor(center.access.db, device.id, parse(afterSchema, request.query).after);
  });

  server.post('/v1/held', async (request): Promise<{ written: number; outdated: number }> => {
    const { device } = await authenticate(center, request);
    checkRole(device);
    const { id, decision, person = '' } = parseBody(heldDecisionSchema, request.body);
    const decided = await decideHeld(center.access, center.store, device.site, id, decision, { device, person });
    if (decided === null) throw refused('notFound', 'no such push waits in this scope');
    const { written, outdated, site, logs } = decided;
    center.news.wrote(logs);
    center.news.held(site);
    return { written, outdated };
  });
}

const afterSchema = z.looseObject({ after: z.coerce.number().min(0).default(0) });

function checkRole(device: Device): void {
  if (device.role === 'station') throw refused('outOfScope', 'a station does not decide on held pushes');
}
