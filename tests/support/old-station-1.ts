import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/**
 * A station of the first release: the client of protocol 1 as it was then. Frozen: it is never changed with the protocol (rule T2).
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };
export interface PlainRecord {
  readonly [field: string]: Json;
}

const KINDS = ['sites', 'standards', 'activities', 'volunteers', 'teams', 'serviceRecords', 'points', 'evidence', 'orders', 'programs', 'assessments', 'rectifications'];
const SETS: Readonly<Record<string, readonly string[]>> = { sites: ['staff'], activities: ['served', 'teams'], volunteers: ['teams', 'skills'] };
const NOT_MERGED = new Set(['id', 'conflicts', 'updatedAt', 'by', 'v']);

/** RFC 8785. */
function canonicalText(value: Json | undefined): string {
  if (value === undefined) return '';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join(',')}}`;
}

export const sha256Hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const plainVersion = (record: PlainRecord): string => sha256Hex(canonicalText(record));

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const same = (a: Json | undefined, b: Json | undefined): boolean => canonicalText(a) === canonicalText(b);
const has = (list: readonly Json[], item: Json): boolean => list.some((other) => same(other, item));
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** Step 4 of M1. */
function mergeLists(base: readonly Json[], mine: readonly Json[], theirs: readonly Json[]): Json[] {
  const merged: Json[] = [];
  for (const item of theirs) if ((has(mine, item) || !has(base, item)) && !has(merged, item)) merged.push(item);
  for (const item of mine) if (!has(theirs, item) && !has(base, item) && !has(merged, item)) merged.push(item);
  return merged;
}

/** M1, as the page has it. */
function plainMerge(kind: string, base: PlainRecord | null, mine: PlainRecord, theirs: PlainRecord): PlainRecord {
  const from = base ?? {};
  const result: Record<string, Json> = {};
  const found: Json[] = [];
  for (const field of new Set([...Object.keys(from), ...Object.keys(mine), ...Object.keys(theirs)])) {
    if (NOT_MERGED.has(field)) continue;
    const value = mergedField(SETS[kind]?.includes(field) === true, from[field], mine[field], theirs[field]);
    const stands = value === BOTH ? theirs[field] : value;
    if (stands !== undefined) result[field] = stands;
    if (value === BOTH) found.push({ field, base: orNull(from[field]), mine: orNull(mine[field]), theirs: orNull(theirs[field]), who: orNull(mine['by']), when: orNull(mine['updatedAt']) });
  }
  const conflicts = mergedConflicts(from, mine, theirs, found);
  const content = { ...result, conflicts, id: theirs['id'] ?? '', v: Math.max(Number(mine['v']), Number(theirs['v'])) };
  const asTheirs = { ...content, by: orNull(theirs['by']), updatedAt: orNull(theirs['updatedAt']) };
  return same({ ...asTheirs, v: 0 }, { ...theirs, v: 0 }) ? asTheirs : { ...content, by: orNull(mine['by']), updatedAt: orNull(mine['updatedAt']) };
}

/** Both sides changed the field, and differently. */
const BOTH = Symbol('both');
const orNull = (value: Json | undefined): Json => value ?? null;

function mergedField(asSet: boolean, base: Json | undefined, mine: Json | undefined, theirs: Json | undefined): Json | undefined | typeof BOTH {
  if (same(mine, theirs) || same(base, mine)) return theirs;
  if (same(base, theirs)) return mine;
  return asSet && Array.isArray(mine) && Array.isArray(theirs) ? mergeLists(listOf(base), mine, theirs) : BOTH;
}

function mergedConflicts(base: PlainRecord, mine: PlainRecord, theirs: PlainRecord, found: readonly Json[]): Json[] {
  const conflicts = mergeLists(listOf(base['conflicts']), listOf(mine['conflicts']), listOf(theirs['conflicts']));
  for (const entry of found) if (!has(conflicts, entry)) conflicts.push(entry);
  return conflicts.length < 2 ? conflicts : conflicts.toSorted((a, b) => (canonicalText(a) < canonicalText(b) ? -1 : 1));
}

interface ExchangeAnswer {
  readonly results: readonly (
    | { readonly status: 'accepted'; readonly receipt: { readonly version: string; readonly position: number } }
    | { readonly status: 'conflict'; readonly current: PlainRecord | null }
    | { readonly status: 'refused'; readonly reason: { readonly code: string; readonly field: string } }
  )[];
  readonly pull: {
    readonly changes: readonly { readonly kind: string; readonly record?: PlainRecord; readonly left?: string }[];
    readonly through: Readonly<Record<string, number>>;
    readonly more: boolean;
  };
}

interface Held {
  readonly kind: string;
  record: PlainRecord;
  base: PlainRecord | null;
  queued: boolean;
}

/** One device: what it holds, what waits, and where it stands. */
export class PlainClient {
  readonly #url: string;
  readonly #keys = generateKeyPairSync('ed25519');
  #token = '';
  device = '';
  readonly held = new Map<string, Held>();
  readonly refused: { readonly id: string; readonly code: string; readonly field: string }[] = [];
  readonly #checkpoints: Record<string, Record<string, number>> = Object.fromEntries(KINDS.map((kind) => [kind, {}]));
  /** Requests of the last {@link exchange}. */
  rounds = 0;

  constructor(url: string) {
    this.#url = url;
  }

  async request(method: string, path: string, body?: Json | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const bytes = body instanceof Uint8Array;
    return fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }),
        ...(bytes || body === undefined ? {} : { 'content-encoding': 'gzip' }),
        ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: bytes ? body : new Uint8Array(gzipSync(JSON.stringify(body))) }),
    });
  }

  async json<T>(method: string, path: string, body?: Json | Uint8Array<ArrayBuffer>): Promise<T> {
    const response = await this.request(method, path, body);
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  #sign(text: string): string {
    return sign(null, Buffer.from(text), this.#keys.privateKey).toString('base64url');
  }

  async enrol(code: string): Promise<PlainRecord> {
    const publicKey = this.#keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url');
    const profile = await this.json<PlainRecord>('POST', '/v1/enrol', { protocol: 1, code, publicKey, proof: this.#sign(`qiyou-enrol:${code}`), deviceName: '一台电脑' });
    this.device = textOf(profile['device']);
    return profile;
  }

  async openSession(): Promise<PlainRecord> {
    this.#token = '';
    const { device } = this;
    const { nonce } = await this.json<{ readonly nonce: string }>('POST', '/v1/session', { protocol: 1, device });
    const opened = await this.json<PlainRecord>('POST', '/v1/session', { protocol: 1, device, nonce, signature: this.#sign(`qiyou-session:${device}:${nonce}`) });
    this.#token = textOf(opened['token']);
    return opened;
  }

  get(kind: string, id: string): PlainRecord | undefined {
    return this.held.get(`${kind}:${id}`)?.record;
  }

  save(kind: string, record: PlainRecord): void {
    const key = `${kind}:${textOf(record['id'])}`;
    this.held.set(key, { kind, record, base: this.held.get(key)?.base ?? null, queued: true });
  }

  /** Pushes all that waits and pulls all that moved, until there is nothing of either. */
  async exchange(limit: number): Promise<void> {
    for (this.rounds = 1; ; this.rounds += 1) {
      const sent = [...this.held.values()].filter(({ queued }) => queued).slice(0, 1_000);
      const push = sent.map(({ kind, base, record }) => ({ kind, base: base === null ? null : plainVersion(base), record }));
      const answer = await this.json<ExchangeAnswer>('POST', '/v1/exchange', { protocol: 1, push, pull: { from: this.#checkpoints, limit } });
      sent.forEach((item, index) => this.#answered(item, answer.results[index]));
      for (const change of answer.pull.changes) this.#changed(change.kind, change.record, change.left);
      for (const at of Object.values(this.#checkpoints)) {
        for (const [log, position] of Object.entries(answer.pull.through)) at[log] = answer.pull.more ? Math.max(position, at[log] ?? 0) : position;
      }
      if (!answer.pull.more && [...this.held.values()].every(({ queued }) => !queued)) return;
    }
  }

  #answered(item: Held, result: ExchangeAnswer['results'][number] | undefined): void {
    if (result === undefined) throw new Error('a write was not answered');
    if (result.status === 'conflict') return result.current === null ? void (item.base = null) : this.#changed(item.kind, result.current);
    item.queued = false;
    if (result.status === 'refused') {
      this.refused.push({ id: textOf(item.record['id']), ...result.reason });
    } else {
      if (result.receipt.version !== plainVersion(item.record)) throw new Error('the receipt is for another version');
      item.base = item.record;
    }
  }

  #changed(kind: string, record: PlainRecord | undefined, left = ''): void {
    const key = `${kind}:${record === undefined ? left : textOf(record['id'])}`;
    const item = this.held.get(key);
    if (record === undefined) return void this.held.delete(key);
    if (item?.queued !== true) return void this.held.set(key, { kind, record, base: record, queued: false });
    item.record = plainMerge(kind, item.base, item.record, record);
    item.base = record;
    item.queued = !same(item.record, record);
  }

  /** What `GET /v1/digest` must answer, from what is held here. */
  digest(): Record<string, { count: number; xor: string }> {
    const sums = new Map<string, { count: number; xor: bigint }>();
    for (const { kind, base } of this.held.values()) {
      if (base === null) continue;
      const { count, xor } = sums.get(kind) ?? { count: 0, xor: 0n };
      sums.set(kind, { count: count + 1, xor: xor ^ BigInt(`0x${sha256Hex(`${kind}:${textOf(base['id'])}:${plainVersion(base)}`)}`) });
    }
    return Object.fromEntries([...sums].map(([kind, { count, xor }]) => [kind, { count, xor: xor.toString(16).padStart(64, '0') }]));
  }

  async centerDigest(): Promise<unknown> {
    return (await this.json<{ readonly kinds: unknown }>('GET', '/v1/digest')).kinds;
  }

  /** Listens to the news; `seen` grows as they come. */
  async listen(signal: AbortSignal): Promise<{ readonly seen: readonly PlainRecord[] }> {
    const response = await fetch(`${this.#url}/v1/news`, { headers: { authorization: `Bearer ${this.#token}`, 'qiyou-protocol': '1' }, signal });
    const seen: PlainRecord[] = [];
    const read = async (): Promise<void> => {
      let text = '';
      for await (const chunk of response.body ?? []) {
        text += new TextDecoder().decode(chunk);
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const data = text.slice(0, end).split('\n').find((line) => line.startsWith('data: '));
          if (data !== undefined) seen.push(JSON.parse(data.slice(6)) as PlainRecord);
          text = text.slice(end + 2);
        }
      }
    };
    read().catch(() => undefined);
    return { seen };
  }
}
