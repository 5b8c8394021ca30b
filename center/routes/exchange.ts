import type { FastifyInstance } from 'fastify';
import type { StoreResult } from '#shared/ports/record-store.ts';
import { exchangeRequestSchema, type ExchangeResponse, type Write, type WriteResult } from '#shared/protocol/exchange.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { audit } from '../access/audit.ts';
import type { Device } from '../access/devices.ts';
import type { Center } from './center.ts';
import { checkWrite, type CheckedWrite } from './check-write.ts';
import { refused } from './faults.ts';
import { authenticate, parseBody } from './guard.ts';

/** Records named in one line of the audit trail; of more, the count. */
const MAX_NAMED = 20;

/** Kinds that one pull may ask for: the twelve, and room for those to come. */
const MAX_KINDS = 64;

/** `POST /v1/exchange`: pushes, then pulls; one request carries all kinds (rules P1, P2, L2, T1). */
export function exchangeRoute(server: FastifyInstance, center: Center): void {
  server.post('/v1/exchange', async (request): Promise<ExchangeResponse> => {
    const { device } = authenticate(center, request);
    const { push, pull } = parseBody(exchangeRequestSchema, request.body);
    if (pull !== null && Object.keys(pull.from).length > MAX_KINDS) throw refused('badRequest', `pull.from: more than ${MAX_KINDS} kinds`);
    const results = await pushAll(center, device, push);
    const page = pull === null ? null : await center.store.read(device.site, pull.from, pull.limit);
    return { protocol: PROTOCOL, results, pull: page, serverTime: center.access.clock.now() };
  });
}

async function pushAll(center: Center, device: Device, push: readonly Write[]): Promise<WriteResult[]> {
  const checked = push.map((write) => checkWrite(center.access.db, device, write));
  const good = checked.flatMap((check) => (check.ok ? [check.write] : []));
  const stored = await center.store.write(good, { device: device.id }, device.site);
  if (stored.some(({ status }) => status === 'accepted')) center.news.wrote();
  const answers = stored.values();
  const results = checked.map((check, index) => resultOf(push[index] as Write, check, answers));
  auditScope(center, device, push, results);
  return results;
}

function resultOf(write: Write, check: CheckedWrite, answers: Iterator<StoreResult>): WriteResult {
  const named = { kind: write.kind, id: idOf(write.record) };
  if (!check.ok) return { status: 'refused', ...named, reason: check.reason };
  const next = answers.next();
  if (next.done === true) throw new Error('the store answered fewer writes than it was given');
  const answer = next.value;
  if (answer.status === 'refused') return { status: 'refused', ...named, reason: { code: answer.code, field: '', detail: `refused by the store: ${answer.code}` } };
  return answer.status === 'conflict' ? { status: 'conflict', ...named, current: answer.current } : answer;
}

function auditScope(center: Center, device: Device, push: readonly Write[], results: readonly WriteResult[]): void {
  const outside = results.flatMap((result, index) => {
    if (result.status !== 'refused' || result.reason.code !== 'outOfScope') return [];
    return [{ kind: result.kind, id: result.id, site: siteOf(push[index]?.record) }];
  });
  if (outside.length === 0) return;
  audit(center.access, 'scopeRefused', { device: device.id, site: device.site }, { action: 'write', count: outside.length, records: outside.slice(0, MAX_NAMED) });
}

function idOf(record: unknown): string {
  return typeof record === 'object' && record !== null && 'id' in record && typeof record.id === 'string' ? record.id.slice(0, 64) : '';
}

function siteOf(record: unknown): string {
  return typeof record === 'object' && record !== null && 'site' in record && typeof record.site === 'string' ? record.site.slice(0, 18) : '';
}
