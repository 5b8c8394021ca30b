import type { FastifyInstance } from 'fastify';
import { heldDecisionSchema, type HeldPush } from '#shared/protocol/held.ts';
import type { Device } from '../access/devices.ts';
import { decideHeld, heldPushes } from '../access/held.ts';
import type { Center } from './center.ts';
import { refused } from './faults.ts';
import { authenticate, checkProtocolHeader, parseBody } from './guard.ts';

/** `GET /v1/held` and `POST /v1/held`: pushes that would remove or empty much, for those above the stations to decide on (rule D1). */
export function heldRoutes(server: FastifyInstance, center: Center): void {
  server.get('/v1/held', async (request): Promise<{ held: HeldPush[] }> => {
    checkProtocolHeader(request);
    const { device } = await authenticate(center, request);
    checkRole(device);
    return { held: await heldPushes(center.access.db, device.site) };
  });

  server.post('/v1/held', async (request): Promise<{ written: number; outdated: number }> => {
    const { device } = await authenticate(center, request);
    checkRole(device);
    const { id, decision } = parseBody(heldDecisionSchema, request.body);
    const decided = await decideHeld(center.access, center.store, device.site, id, decision, { by: device.id, bySite: device.site });
    if (decided === null) throw refused('notFound', 'no such push waits in this scope');
    center.news.wrote();
    return decided;
  });
}

function checkRole(device: Device): void {
  if (device.role === 'station') throw refused('outOfScope', 'a station does not decide on held pushes');
}
