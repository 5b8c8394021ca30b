import type { FastifyInstance, FastifyRequest } from 'fastify';
import { photoFlagsQuerySchema, type PhotoFlagsOfOne, type PhotoFlagsPage } from '#shared/protocol/photo-flags.ts';
import type { Device } from '../access/devices.ts';
import { photoFlagsOfOne, photoFlagsPage } from '../reports/photo-flags.ts';
import type { Center } from './center.ts';
import { refused } from './faults.ts';
import { authenticate, checkProtocolHeader, parse } from './guard.ts';

/** `GET /v1/photo-flags` and `GET /v1/photo-flags/:id`: photos of the scope that are worth a second look, for those above the stations. */
export function photoFlagRoutes(server: FastifyInstance, center: Center): void {
  const asker = async (request: FastifyRequest): Promise<Device> => {
    checkProtocolHeader(request);
    const { device } = await authenticate(center, request);
    if (device.role === 'station') throw refused('outOfScope', 'a station does not review photos');
    return device;
  };

  server.get('/v1/photo-flags', async (request): Promise<PhotoFlagsPage> => {
    const { site } = await asker(request);
    return await photoFlagsPage(center.access.db, site, parse(photoFlagsQuerySchema, request.query));
  });

  server.get<{ Params: { id: string } }>('/v1/photo-flags/:id', async (request): Promise<PhotoFlagsOfOne> => {
    const { site } = await asker(request);
    const found = await photoFlagsOfOne(center.access.db, site, request.params.id);
    if (found === null) throw refused('notFound', 'no such photo in this scope');
    return found;
  });
}
