import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { codeFor, type TestCenter } from './center.ts';
import { bytesOf, frozenMessage, type FrozenMessage } from './protocol-1.ts';

/** PKCS 8 of an Ed25519 key without its seed (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** Above this the old program packed a body. */
const WORTH_GZIP = 1_024;
const SITE = '211122001001';

type Json = Readonly<Record<string, unknown>>;

/** What a live center answered. */
export interface LiveAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** The JSON, where it is JSON. */
  readonly json: unknown;
}

/** The keys of the two devices that were recorded: their seeds count up from 0 and from 100. */
const KEYS: readonly KeyObject[] = [0, 100].map((first) =>
  createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.from(Array.from({ length: 32 }, (_, index) => first + index))]), format: 'der', type: 'pkcs8' }),
);

/**
 * Says the recorded requests of protocol 1 to a live center. What only the center that was recorded could know is put in its place: codes,
 * nonces, tokens and the device's id, and what is signed is signed anew by the key that signed it.
 */
export class Replay {
  readonly #center: TestCenter;
  readonly #instead: Map<string, string>;

  private constructor(center: TestCenter, instead: Map<string, string>) {
    this.#center = center;
    this.#instead = instead;
  }

  static async with(center: TestCenter): Promise<Replay> {
    const codeOf = (title: string): string => String((frozenMessage('enrol', title).request.json as Json)['code']);
    const good = await codeFor(center, SITE, 'station');
    const expired = await codeFor(center, SITE, 'station', -1);
    return new Replay(center, new Map([[codeOf('a code becomes'), good], [codeOf('expiredCode'), expired]]));
  }

  async say(message: FrozenMessage): Promise<LiveAnswer> {
    const { request } = message;
    const body = request.json === undefined ? bytesOf(request) : new TextEncoder().encode(JSON.stringify(this.#signedAnew(request.json)));
    const packed = request.json !== undefined && body.length > WORTH_GZIP;
    const response = await fetch(`${this.#center.url}${request.path}`, {
      method: request.method,
      headers: { ...request.headers, ...this.#authorization(request.headers['authorization']), ...(packed ? { 'content-encoding': 'gzip' } : {}) },
      ...(request.method === 'GET' ? {} : { body: packed ? new Uint8Array(gzipSync(body)) : body }),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const json: unknown = response.headers.get('content-type')?.startsWith('application/json') === true ? JSON.parse(new TextDecoder().decode(bytes)) : undefined;
    this.#learn(message.answer.json, json);
    return { status: response.status, headers: response.headers, bytes, json };
  }

  /** The id of the device that was enrolled. */
  get device(): string {
    const frozen = (frozenMessage('enrol', 'a code becomes').answer.json as Json)['device'];
    return this.#instead.get(String(frozen)) ?? '';
  }

  /** The header with a live token in the place of the recorded one. */
  #authorization(recorded: string | undefined): Record<string, string> {
    if (recorded === undefined) return {};
    const token = recorded.slice('Bearer '.length);
    return { authorization: `Bearer ${this.#instead.get(token) ?? token}` };
  }

  #signedAnew(body: unknown): unknown {
    const recorded = body as Json;
    const live = Object.fromEntries(Object.entries(recorded).map(([name, value]) => [name, typeof value === 'string' ? (this.#instead.get(value) ?? value) : value]));
    const enrolment = (from: Json): string => `qiyou-enrol:${String(from['code'])}`;
    const session = (from: Json): string => `qiyou-session:${String(from['device'])}:${String(from['nonce'])}`;
    if (typeof recorded['proof'] === 'string') return { ...live, proof: signedBy(recorded['proof'], enrolment(recorded), enrolment(live)) };
    return typeof recorded['signature'] === 'string' ? { ...live, signature: signedBy(recorded['signature'], session(recorded), session(live)) } : live;
  }

  /** Remembers what this center says in the place of what the recorded one said. */
  #learn(recorded: unknown, live: unknown): void {
    if (typeof recorded !== 'object' || recorded === null || typeof live !== 'object' || live === null) return;
    for (const name of ['nonce', 'token', 'device']) {
      const [before, now] = [(recorded as Json)[name], (live as Json)[name]];
      if (typeof before === 'string' && typeof now === 'string') this.#instead.set(before, now);
    }
  }
}

/** The signature over another text by the same key. */
function signedBy(signature: string, text: string, other: string): string {
  const key = KEYS.find((one) => verify(null, Buffer.from(text), createPublicKey(one), Buffer.from(signature, 'base64url')));
  if (key === undefined) throw new Error('none of the recorded devices signed this');
  return sign(null, Buffer.from(other), key).toString('base64url');
}
