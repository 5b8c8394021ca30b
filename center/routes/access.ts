import type { FastifyInstance } from 'fastify';
import { enrolRequestSchema, sessionRequestSchema, type DeviceProfile, type SessionResponse } from '#shared/protocol/access.ts';
import { profileOf } from '../access/devices.ts';
import { enrol } from '../access/enrol.ts';
import { openSession } from '../access/sessions.ts';
import type { Center } from './center.ts';
import { refused } from './faults.ts';
import { parseBody } from './guard.ts';

/** `POST /v1/enrol` and `POST /v1/session`: the only requests without a session, so both are limited by address. */
export function accessRoutes(server: FastifyInstance, center: Center): void {
  const limited = (max: number) => ({ config: { rateLimit: { max, timeWindow: 60_000 } } });

  server.post('/v1/enrol', limited(center.limits.enrol), async (request): Promise<DeviceProfile> => {
    const enrolled = await enrol(center.access, parseBody(enrolRequestSchema, request.body), request.ip);
    if (!enrolled.ok) throw refused(enrolled.error.code, enrolled.error.detail);
    return await profileOf(center.access, center.settings, enrolled.value);
  });

  server.post('/v1/session', limited(center.limits.session), async (request): Promise<SessionResponse> => {
    const { device, nonce, signature } = parseBody(sessionRequestSchema, request.body);
    if (nonce === undefined || signature === undefined) return { nonce: await center.nonces.issue(device) };
    const opened = await openSession(center.access, center.nonces, { device, nonce, signature }, request.ip);
    if (!opened.ok) throw refused(opened.error.code, opened.error.detail);
    center.news.contact(opened.value.device.site);
    return { token: opened.value.token, expiresIn: opened.value.expiresIn, profile: await profileOf(center.access, center.settings, opened.value.device) };
  });
}
