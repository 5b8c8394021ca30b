import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PhotoFlagsOfOne, PhotoFlagsPage } from '#shared/protocol/photo-flags.ts';
import type { Device } from '../access/devices.ts';
import { photoFlagsOfOne, photoFlagsPage } from '../reports/photo-flags.ts';
import type { Center } from './center.ts';
import { refused } from './faults.ts';
import { authenticate, checkProtocolHeader, parse } from './guard.ts';

/** Photos that one answer looks at, at most, and where nothing is asked for: each is sought among all of its county. */
const MOST = 50;
const USUAL = 20;

const asked = z.object({
  /** `next` of the page before. */
  before: z.string().regex(/^\d{6}:\d{1,15}$/).optional(),
  /** Photos to look at. */
  limit: z.coerce.number().int().min(1).max(MOST).default(USUAL),
});

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
    return await photoFlagsPage(center.access.db, site, parse(asked, request.query));
  });

  server.get<{ Params: { id: string } }>('/v1/photo-flags/:id', async (request): Promise<PhotoFlagsOfOne> => {
    const { site } = await asker(request);
    const found = await photoFlagsOfOne(center.access.db, site, request.params.id);
    if (found === null) throw refused('notFound', 'no such photo in this scope');
    return found;
  });
}
