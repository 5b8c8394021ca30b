import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { MIN_PROTOCOL, PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { audit } from '../access/audit.ts';
import { noteContact } from '../access/devices.ts';
import { sessionOf, type Session } from '../access/sessions.ts';
import type { Center } from './center.ts';
import { Fault, refused } from './faults.ts';

/** A device's contact is noted (and told as news) at most this often, in milliseconds. */
const CONTACT_EVERY = 10_000;

/** The version that a request is said in; throws where it is none that this center speaks (rule T2). */
function checkProtocol(version: unknown): number {
  if (typeof version !== 'number' || !Number.isInteger(version)) throw refused('badRequest', 'protocol: a whole number is missing');
  if (version < MIN_PROTOCOL) throw new Fault({ kind: 'tooOld', min: MIN_PROTOCOL });
  if (version > PROTOCOL) throw new Fault({ kind: 'tooNew', max: PROTOCOL });
  return version;
}

/** The same for requests without a JSON body of their own: header `qiyou-protocol`; without it, version 1 is meant. */
export function checkProtocolHeader(request: FastifyRequest): number {
  const header = request.headers['qiyou-protocol'];
  return checkProtocol(header === undefined ? 1 : Number(header));
}

/** The body, checked: first its protocol version, since a newer version's body may have another shape. */
export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  checkProtocol(typeof body === 'object' && body !== null && 'protocol' in body ? body.protocol : undefined);
  return parse(schema, body);
}

/** A value from the wire, checked. */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw refused('badRequest', `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'invalid'}`.slice(0, 300));
}

/** The session of a request's bearer token; throws where it has none. Every refusal is in the audit trail. */
export async function authenticate(center: Center, request: FastifyRequest): Promise<Session> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '') {
    await center.anonymous.add({ reason: 'missing', path: pathOf(request), from: request.ip });
    throw refused('unauthorized', 'a bearer token is missing');
  }
  const session = await sessionOf(center.access, token);
  if (!session.ok) {
    const { code, device, detail } = session.error;
    const what = { reason: code, path: pathOf(request), from: request.ip };
    if (device === undefined) await center.anonymous.add(what);
    else await audit(center.access, 'credentialRefused', { device: device.id, site: device.site }, what);
    throw refused(code, detail);
  }
  const { device } = session.value;
  if (await noteContact(center.access, device, CONTACT_EVERY)) center.news.contact(device.site);
  return session.value;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}
