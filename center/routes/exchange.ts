import type { FastifyInstance } from 'fastify';
import type { StoreResult } from '#shared/ports/record-store.ts';
import type { SetDigest } from '#shared/protocol/digest.ts';
import { exchangeRequestSchema, type ExchangeRequest, type ExchangeResponse, type Refusal, type Write, type WriteResult } from '#shared/protocol/exchange.ts';
import { audit } from '../access/audit.ts';
import { noteSkew, type Device } from '../access/devices.ts';
import { lifeOf } from '../store/records/epoch.ts';
import type { Center } from './center.ts';
import { checkWrites, type CheckedWrite } from './check-write.ts';
import { exchangeText } from './exchange-text.ts';
import { refused } from './faults.ts';
import { authenticate, parseBody } from './guard.ts';

/** Records named in one line of the audit trail; of more, the count. */
const MAX_NAMED = 20;

/** Kinds that one pull may ask for: the twelve, and room for those to come. */
const MAX_KINDS = 64;

/** `POST /v1/exchange`: pushes, then pulls; one request carries all kinds (rules P1, P2, L2, L3, T1). */
export function exchangeRoute(server: FastifyInstance, center: Center): void {
  server.post('/v1/exchange', async (request, reply): Promise<string> => {
    const { device } = await authenticate(center, request);
    const response = await exchangeFor(center, device, parseBody(exchangeRequestSchema, request.body));
    if (response.results.some((result) => result.status === 'refused' && result.reason.code === 'held')) center.news.held(device.site);
    reply.type('application/json; charset=utf-8');
    return exchangeText(response);
  });
}

/** What an exchange stands on. */
export interface ExchangeCenter extends Pick<Center, 'access' | 'store'> {
  readonly news: Pick<Center['news'], 'wrote'>;
}

/** One exchange of a device: the push, then the pull. */
export async function exchangeFor(center: ExchangeCenter, device: Device, asked: ExchangeRequest): Promise<ExchangeResponse> {
  const { push, pull, clientTime } = asked;
  if (pull !== null && Object.keys(pull.from).length > MAX_KINDS) throw refused('badRequest', `pull.from: more than ${MAX_KINDS} kinds`);
  const serverTime = center.access.clock.now();
  if (clientTime !== undefined) await noteSkew(center.access, device, clientTime);
  const results = await pushAll(center, device, push);
  const page = pull === null ? null : await center.store.read(device.site, pull.from, pull.limit, pull.own);
  const { epoch, restored } = await lifeOf(center.access.db);
  const digest = asked.digest === true && pull !== null && page?.more === false ? { digest: await digestOfKinds(center, device, Object.keys(pull.from)) } : {};
  return { protocol: asked.protocol, results, pull: page, serverTime, epoch, scope: device.site, ...(restored === null ? {} : { restored }), ...digest };
}

async function digestOfKinds(center: ExchangeCenter, device: Device, kinds: readonly string[]): Promise<Record<string, SetDigest>> {
  const all = await center.store.digest(device.site);
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const digest = all[kind];
      return digest === undefined ? [] : [[kind, { count: digest.count, xor: digest.xor }]];
    }),
  );
}

async function pushAll(center: ExchangeCenter, device: Device, push: readonly Write[]): Promise<WriteResult[]> {
  if (push.length === 0) return [];
  const checked = await checkWrites(center.access.db, device, push);
  const good = checked.flatMap((check) => (check.ok ? [check.write] : []));
  const stored = await center.store.write(good, { device: device.id, at: center.access.clock.now(), guarded: true }, device.site);
  const logs = new Set(stored.flatMap((result) => (result.status === 'accepted' ? [result.receipt.county] : [])));
  if (logs.size > 0) center.news.wrote([...logs]);
  const answers = stored.values();
  const results = checked.map((check, index) => resultOf(push[index] as Write, check, answers));
  await auditRefusals(center, device, push, results);
  return results;
}

function resultOf(write: Write, check: CheckedWrite, answers: Iterator<StoreResult>): WriteResult {
  const named = { kind: write.kind, id: idOf(write.record) };
  if (!check.ok) return { status: 'refused', ...named, reason: check.reason };
  const next = answers.next();
  if (next.done === true) throw new Error('the store answered fewer writes than it was given');
  const answer = next.value;
  if (answer.status === 'refused') return { status: 'refused', ...named, reason: { code: answer.code, field: answer.field ?? '', detail: `refused by the store: ${answer.code}` } };
  return answer.status === 'conflict' ? { status: 'conflict', ...named, current: answer.current } : answer;
}

/** What lay outside of the scope, and what is held for a person to decide (rule D1), is in the audit trail. */
async function auditRefusals(center: ExchangeCenter, device: Device, push: readonly Write[], results: readonly WriteResult[]): Promise<void> {
  const outside = refusedAs('outOfScope', push, results);
  const held = refusedAs('held', push, results);
  if (outside.length > 0) await audit(center.access, 'scopeRefused', { device: device.id, site: device.site }, { action: 'write', count: outside.length, records: outside.slice(0, MAX_NAMED) });
  if (held.length > 0) await audit(center.access, 'pushHeld', { device: device.id, site: device.site }, { count: held.length, records: held.slice(0, MAX_NAMED) });
}

function refusedAs(code: Refusal['code'], push: readonly Write[], results: readonly WriteResult[]): { readonly kind: string; readonly id: string; readonly site: string }[] {
  return results.flatMap((result, index) => {
    if (result.status !== 'refused' || result.reason.code !== code) return [];
    return [{ kind: result.kind, id: result.id, site: siteOf(push[index]?.record) }];
  });
}

function idOf(record: unknown): string {
  return typeof record === 'object' && record !== null && 'id' in record && typeof record.id === 'string' ? record.id.slice(0, 64) : '';
}

function siteOf(record: unknown): string {
  return typeof record === 'object' && record !== null && 'site' in record && typeof record.site === 'string' ? record.site.slice(0, 18) : '';
}
