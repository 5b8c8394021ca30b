import type { FastifyInstance } from 'fastify';
import type { DigestResponse } from '#shared/protocol/digest.ts';
import type { Overview } from '#shared/protocol/overview.ts';
import { OverviewReport } from '../reports/overview.ts';
import type { Center } from './center.ts';
import { authenticate, checkProtocolHeader } from './guard.ts';

/** `GET /v1/overview` and `GET /v1/digest`, both over the device's scope. */
export function overviewRoutes(server: FastifyInstance, center: Center): void {
  const report = new OverviewReport(center.access.db, center.access.clock);

  server.get('/v1/overview', async (request): Promise<Overview> => {
    checkProtocolHeader(request);
    const { device } = await authenticate(center, request);
    return { sites: await report.sites(device.site), serverTime: center.access.clock.now() };
  });

  server.get('/v1/digest', async (request): Promise<DigestResponse> => {
    checkProtocolHeader(request);
    const { device } = await authenticate(center, request);
    return { kinds: { ...(await center.store.digest(device.site)) } };
  });
}
