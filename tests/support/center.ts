import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createParser } from 'eventsource-parser';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { Role } from '#shared/domain/site-code.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import type { DeviceProfile } from '#shared/protocol/access.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import type { Change, Checkpoint, ExchangeResponse, Write, WriteResult } from '#shared/protocol/exchange.ts';
import type { News } from '#shared/protocol/news.ts';
import type { Overview } from '#shared/protocol/overview.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { makeCode } from '../../center/access/codes.ts';
import { loadDivisions } from '../../center/access/divisions.ts';
import type { DataPlace } from '../../center/app/data-folder.ts';
import { startCenter, type CenterOptions, type RunningCenter } from '../../center/app/start-center.ts';
import type { Dialect } from '../../center/store/sql.ts';
import { write } from './center-records.ts';
import { makePlace } from './engines.ts';

const DIVISIONS = resolve(import.meta.dirname, '../../center/data/divisions-2111.csv');

/** A real center over the demo city's divisions, with data of its own. Call `stop` when done. */
export interface TestCenter extends RunningCenter {
  readonly dataDir: string;
  /** Where its data is, for another process over the same. */
  readonly place: DataPlace;
  readonly clock: FakeClock;
  /** Closes the center and removes its data. */
  stop(): Promise<void>;
}

export async function startTestCenter(options: Partial<CenterOptions> = {}, engine: Dialect = 'sqlite'): Promise<TestCenter> {
  const place = await makePlace(engine);
  const center = await startBeside(place, options);
  await loadDivisions(center.access, center.store, await readFile(DIVISIONS, 'utf8'));
  const stop = async (): Promise<void> => {
    await center.stop();
    await place.remove();
  };
  return { ...center, stop };
}

/** A center over data that is there; `stop` leaves the data. */
async function startBeside(place: DataPlace, options: Partial<CenterOptions> = {}): Promise<TestCenter> {
  const clock = new FakeClock();
  const { dataDir, database } = place;
  const center = await startCenter({ dataDir, ...(database === undefined ? {} : { database }), port: 0, clock, name: '盘山县中心', ...options });
  return { ...center, dataDir, place, clock, stop: () => center.close() };
}

/** A one-time code of the center, made as the CLI makes it. */
export async function codeFor(center: Pick<RunningCenter, 'access'>, site: string, role: Role, days?: number): Promise<string> {
  const made = await makeCode(center.access, site, role, days);
  if (!made.ok) throw new Error(made.error.detail);
  return made.value.code;
}

/** What a request came to: the HTTP status, headers, and the answer's JSON. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

/** An Ed25519 key pair; the public key as the protocol has it (32 bytes, base64url). */
export function makeKeys(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { publicKey: publicKey.export({ format: 'jwk' }).x ?? '', privateKey };
}

export function signText({ privateKey }: KeyPair, text: string): string {
  return sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64url');
}

/** SHA-256 in hex: the name of a photo. */
export function hashOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Posts JSON without a session; of any shape, so that a test can send what is wrong. */
export async function postJson<T = unknown>(url: string, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer<T>> {
  const response = await fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  return answerOf<T>(response);
}

export async function answerOf<T>(response: Response): Promise<Answer<T>> {
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
}

/** The error in an answer that is no success. */
export function errorOf(answer: Answer<unknown>): LinkError {
  return (answer.body as { readonly error: LinkError }).error;
}

/** Hands a code in with a key pair, as a host does. */
export async function enrolWith(url: string, code: string, keys: KeyPair, deviceName = '办公电脑'): Promise<Answer<DeviceProfile>> {
  return await postJson(url, '/v1/enrol', { protocol: PROTOCOL, code, publicKey: keys.publicKey, proof: signText(keys, `qiyou-enrol:${code}`), deviceName });
}

/** Enrols a device for a site, with a code of its own, and opens its session. */
export async function enrolDevice(center: Pick<RunningCenter, 'access' | 'url'>, site: string, role: Role): Promise<RawDevice> {
  const keys = makeKeys();
  const enrolled = await enrolWith(center.url, await codeFor(center, site, role), keys);
  if (enrolled.status !== 200) throw new Error(`enrolment failed: ${JSON.stringify(enrolled.body)}`);
  const device = new RawDevice(center.url, enrolled.body, keys);
  await device.openSession();
  return device;
}

/** A client of the protocol and nothing more: no retries, no merge, no store. */
export class RawDevice {
  readonly profile: DeviceProfile;
  readonly keys: KeyPair;
  url: string;
  token = '';

  constructor(url: string, profile: DeviceProfile, keys: KeyPair) {
    this.url = url;
    this.profile = profile;
    this.keys = keys;
  }

  get id(): string {
    return this.profile.device;
  }

  async openSession(): Promise<void> {
    const asked = await postJson<{ nonce: string }>(this.url, '/v1/session', { protocol: PROTOCOL, device: this.id });
    const opened = await this.answerNonce(asked.body.nonce);
    if (opened.status !== 200) throw new Error(`no session: ${JSON.stringify(opened.body)}`);
    this.token = opened.body.token;
  }

  async answerNonce(nonce: string): Promise<Answer<{ token: string; expiresIn: number; profile: DeviceProfile }>> {
    const signature = signText(this.keys, `qiyou-session:${this.id}:${nonce}`);
    return await postJson(this.url, '/v1/session', { protocol: PROTOCOL, device: this.id, nonce, signature });
  }

  /** Sends a request with the session's token. */
  async request(path: string, init: RequestInit & { readonly duplex?: 'half' } = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.token}`);
    if (!headers.has('qiyou-protocol')) headers.set('qiyou-protocol', String(PROTOCOL));
    return await fetch(`${this.url}${path}`, { ...init, headers });
  }

  /** Sends an exchange of any shape. */
  async exchangeRaw<T = ExchangeResponse>(body: unknown): Promise<Answer<T>> {
    return answerOf<T>(await this.request('/v1/exchange', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
  }

  async exchange(push: readonly Write[], pull: { readonly from: Readonly<Record<string, Checkpoint>>; readonly limit: number } | null = null): Promise<ExchangeResponse> {
    const answer = await this.exchangeRaw({ protocol: PROTOCOL, push, pull });
    if (answer.status !== 200) throw new Error(`exchange: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Pushes one new record (or an edit of `base`) and answers what became of it. */
  async push(kind: string, record: AnyRecord, base: AnyRecord | null = null): Promise<WriteResult> {
    const { results } = await this.exchange([write(kind, record, base)]);
    return results[0] as WriteResult;
  }

  /** Pulls kinds from the start, page by page, to the end. */
  async pullAll(kinds: readonly string[], limit = 2_000): Promise<{ readonly changes: Change[]; readonly through: Checkpoint }> {
    const changes: Change[] = [];
    let through: Checkpoint = {};
    for (;;) {
      const from = Object.fromEntries(kinds.map((kind) => [kind, through]));
      const { pull } = await this.exchange([], { from, limit });
      if (pull === null) throw new Error('no pull in the answer');
      changes.push(...pull.changes);
      through = pull.through;
      if (!pull.more) return { changes, through };
    }
  }

  async putBlob(bytes: Uint8Array, hash = hashOfBytes(bytes)): Promise<Answer<unknown>> {
    const response = await this.request(`/v1/blobs/${hash}`, { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body: Buffer.from(bytes) });
    return answerOf(response);
  }

  async getBlob(hash: string): Promise<{ readonly status: number; readonly type: string | null; readonly bytes: Buffer }> {
    const response = await this.request(`/v1/blobs/${hash}`);
    return { status: response.status, type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
  }

  async have(hashes: readonly string[]): Promise<readonly string[]> {
    const response = await this.request('/v1/blobs/have', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ hashes }) });
    return ((await response.json()) as { have: string[] }).have;
  }

  async overview(): Promise<Overview> {
    return (await (await this.request('/v1/overview')).json()) as Overview;
  }

  async digest(): Promise<{ readonly kinds: Readonly<Record<string, { readonly count: number; readonly xor: string }>> }> {
    return (await (await this.request('/v1/digest')).json()) as Awaited<ReturnType<RawDevice['digest']>>;
  }

  /** Opens the news stream; answers once it is open. */
  async news({ protocol = PROTOCOL } = {}): Promise<NewsStream> {
    const abort = new AbortController();
    const response = await this.request('/v1/news', { signal: abort.signal, headers: { 'qiyou-protocol': String(protocol) } });
    if (response.status !== 200 || response.body === null) throw new Error(`news: ${response.status}`);
    return new NewsStream(response.body, abort);
  }
}

/** An open news stream, and what came over it. */
export class NewsStream {
  readonly events: News[] = [];
  /** Settles when the stream has ended, by whichever side. */
  readonly ended: Promise<void>;
  readonly #abort: AbortController;

  constructor(body: ReadableStream<Uint8Array>, abort: AbortController) {
    this.#abort = abort;
    this.ended = this.#read(body);
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const parser = createParser({ onEvent: ({ data }) => void this.events.push(JSON.parse(data) as News) });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        parser.feed(decoder.decode(value, { stream: true }));
      }
    } catch {
      // Aborted by this side or broken off by the other: ended either way.
    }
  }
}
