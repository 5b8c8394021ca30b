import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { Agent, request as ask, type ClientRequest, type IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { LinkError } from '#shared/protocol/errors.ts';
import type { ExchangeRequest, ExchangeResponse } from '#shared/protocol/exchange.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';

const packed = promisify(gzip);
const unpacked = promisify(gunzip);

/** A station of the load, as one process hands it to another. */
export interface StationKey {
  readonly site: string;
  readonly device: string;
  /** PEM of its Ed25519 key. */
  readonly key: string;
  /** Its own address of this machine, 127.x.y.z: the center limits requests by address, and stations do not share one. */
  readonly from: string;
}

/** An answer that is no success. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly error: LinkError;

  constructor(error: LinkError) {
    super(JSON.stringify(error));
    this.error = error;
  }
}

/** One station's line to the center: real HTTP from an address of its own, packed as a host packs, and nothing kept. */
export class LoadStation {
  readonly site: string;
  readonly #url: string;
  readonly #from: string;
  readonly #agent: Agent;
  readonly #key: KeyObject;
  readonly #device: string;
  #token = '';
  #news: ClientRequest | null = null;
  /** Events that came over the news stream. */
  heard = 0;

  constructor(url: string, { site, device, key, from }: StationKey) {
    this.site = site;
    this.#url = url;
    this.#from = from;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: from });
    this.#key = createPrivateKey(key);
    this.#device = device;
  }

  /** Turns a one-time code into a station. */
  static async enrol(url: string, site: string, code: string, from: string): Promise<StationKey> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const proof = sign(null, Buffer.from(`qiyou-enrol:${code}`), privateKey).toString('base64url');
    const agent = new Agent({ localAddress: from });
    const body = { protocol: PROTOCOL, code, publicKey: publicKey.export({ format: 'jwk' }).x ?? '', proof, deviceName: '办公电脑' };
    const profile = await send<{ device: string }>({ url: `${url}/v1/enrol`, agent, from, body: Buffer.from(JSON.stringify(body)), headers: {} });
    return { site, device: profile.device, key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), from };
  }

  async openSession(): Promise<void> {
    const asked = await this.#post<{ nonce: string }>('/v1/session', { protocol: PROTOCOL, device: this.#device });
    const signature = sign(null, Buffer.from(`qiyou-session:${this.#device}:${asked.nonce}`), this.#key).toString('base64url');
    const opened = await this.#post<{ token: string }>('/v1/session', { protocol: PROTOCOL, device: this.#device, nonce: asked.nonce, signature });
    this.#token = opened.token;
  }

  exchange(request: ExchangeRequest): Promise<ExchangeResponse> {
    return packBody(request).then((body) => this.exchangePacked(body));
  }

  /** The same with a body that was packed in advance. */
  exchangePacked(body: Buffer): Promise<ExchangeResponse> {
    return send({ url: `${this.#url}/v1/exchange`, agent: this.#agent, from: this.#from, body, headers: { 'content-encoding': 'gzip', ...this.#authorization } });
  }

  /** Opens the news stream and leaves it open. */
  openNews(): Promise<void> {
    return new Promise((done, fail) => {
      this.#news = ask(`${this.#url}/v1/news`, { agent: false, localAddress: this.#from, headers: { 'qiyou-protocol': String(PROTOCOL), ...this.#authorization } }, (response) => {
        if (response.statusCode !== 200) return fail(new Error(`news: ${response.statusCode}`));
        response.on('data', (part: Buffer) => (this.heard += part.toString().split('\nevent:').length - 1));
        response.on('error', () => undefined);
        done();
      });
      this.#news.on('error', fail);
      this.#news.end();
    });
  }

  close(): void {
    this.#news?.on('error', () => undefined);
    this.#news?.destroy();
    this.#agent.destroy();
  }

  get #authorization(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}` };
  }

  #post<T>(path: string, body: object): Promise<T> {
    return send<T>({ url: `${this.#url}${path}`, agent: this.#agent, from: this.#from, body: Buffer.from(JSON.stringify(body)), headers: {} });
  }
}

/** An exchange as it goes over the wire. */
export function packBody(request: ExchangeRequest): Promise<Buffer> {
  return packed(JSON.stringify(request));
}

interface Sending {
  readonly url: string;
  readonly agent: Agent;
  readonly from: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

async function send<T>({ url, agent, from, body, headers }: Sending): Promise<T> {
  const all = { 'content-type': 'application/json', 'accept-encoding': 'gzip', 'qiyou-protocol': String(PROTOCOL), 'content-length': body.length, ...headers };
  const response = await new Promise<IncomingMessage>((done, fail) => {
    const request = ask(url, { method: 'POST', agent, localAddress: from, headers: all }, done);
    request.on('error', fail);
    request.end(body);
  });
  const answer = JSON.parse(await read(response)) as T & { readonly error?: LinkError };
  if (response.statusCode !== 200) throw new Refused(answer.error ?? { kind: 'offline', detail: `HTTP ${response.statusCode}` });
  return answer;
}

async function read(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  return (response.headers['content-encoding'] === 'gzip' ? await unpacked(body) : body).toString('utf8');
}
