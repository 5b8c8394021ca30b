import { createPublicKey, verify } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import type { DeviceProfile } from '#shared/protocol/access.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { listen, type HttpServer } from '../../main/shell/http-server.ts';
import { MemoryLog } from './host.ts';

/** A request as the center saw it. */
export interface Seen {
  readonly route: string;
  readonly query: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

type Answer = (seen: Seen) => Response | Promise<Response>;

export const PROFILE: DeviceProfile = {
  device: '0190b4f2-8a3b-7c1d-9e2f-000000000001',
  deviceName: '办公电脑',
  role: 'station',
  site: '211122101001',
  siteName: '一村',
  above: { '211122101': '一镇', '211122': '盘山县', '2111': '盘锦市' },
  centerName: '盘山县中心',
  idKey: Buffer.alloc(32, 7).toString('base64url'),
  photoEdge: 1_600,
};

/** Ed25519's SubjectPublicKeyInfo without its key (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** An answer that is no success, as a center gives it. */
export function refusal(status: number, error: LinkError): Response {
  return Response.json({ error }, { status });
}

/** JSON of a body, unpacked where it came packed. */
export function jsonOf(seen: Seen): unknown {
  const packed = seen.headers.get('content-encoding') === 'gzip';
  return JSON.parse(new TextDecoder().decode(packed ? gunzipSync(seen.body) : seen.body));
}

/** A center that says what the test tells it to; enrolment, sessions and news work by themselves. */
export class FakeCenter {
  readonly seen: Seen[] = [];
  /** Answers by route, such as `GET /v1/digest`. */
  readonly answers = new Map<string, Answer>();
  /** What it tells a device of itself. */
  profile: DeviceProfile = PROFILE;
  /** Looks at every request before its answer is looked up; what it answers goes out instead. */
  guard: (seen: Seen) => Response | null = () => null;
  readonly #streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  #server: HttpServer | null = null;
  #publicKey = '';
  #sessions = 0;

  constructor() {
    this.answers.set('POST /v1/enrol', (seen) => this.#enrol(seen));
    this.answers.set('POST /v1/session', (seen) => this.#session(seen));
    this.answers.set('GET /v1/news', () => this.#news());
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server?.port ?? 0}`;
  }

  /** The token of the session that was opened last. */
  get token(): string {
    return `token-${this.#sessions}`;
  }

  async start(port = 0): Promise<void> {
    this.#server = await listen(port, new MemoryLog(), () => (request) => this.#answer(request));
  }

  async stop(): Promise<void> {
    await this.#server?.close();
    this.#streams.clear();
    this.#server = null;
  }

  /** How many requests of a route were seen. */
  count(route: string): number {
    return this.seen.filter((seen) => seen.route === route).length;
  }

  /** The last request of a route. */
  last(route: string): Seen {
    const seen = this.seen.findLast((one) => one.route === route);
    if (seen === undefined) throw new Error(`${route} was not asked for`);
    return seen;
  }

  /** Writes to every open news stream. */
  say(text: string): void {
    for (const stream of this.#streams) stream.enqueue(new TextEncoder().encode(text));
  }

  /** Ends every open news stream. */
  endStreams(): void {
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, search: query } = new URL(request.url);
    const route = `${request.method} ${pathname}`;
    const seen = { route, query, headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) };
    this.seen.push(seen);
    return this.guard(seen) ?? (await this.answers.get(route)?.(seen)) ?? refusal(404, { kind: 'refused', code: 'notFound', detail: '' });
  }

  #enrol(seen: Seen): Response {
    const body = jsonOf(seen) as { code: string; publicKey: string; proof: string };
    this.#publicKey = body.publicKey;
    return this.#isSigned(`qiyou-enrol:${body.code}`, body.proof)
      ? Response.json(this.profile)
      : refusal(400, { kind: 'refused', code: 'badRequest', detail: 'proof' });
  }

  #session(seen: Seen): Response {
    const body = jsonOf(seen) as { device: string; nonce?: string; signature?: string };
    if (body.nonce === undefined) return Response.json({ nonce: 'nonce' });
    if (!this.#isSigned(`qiyou-session:${body.device}:${body.nonce}`, body.signature ?? '')) {
      return refusal(401, { kind: 'refused', code: 'unauthorized', detail: 'signature' });
    }
    this.#sessions += 1;
    return Response.json({ token: this.token, expiresIn: 3_600, profile: this.profile });
  }

  #news(): Response {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller;
        this.#streams.add(controller);
        controller.enqueue(new TextEncoder().encode(': open\n\n'));
      },
      cancel: () => void this.#streams.delete(own),
    });
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
  }

  #isSigned(text: string, signature: string): boolean {
    const key = createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(this.#publicKey, 'base64url')]), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  }
}

/** A fake center that listens until the test ends. */
export async function startFakeCenter(): Promise<FakeCenter> {
  const center = new FakeCenter();
  await center.start();
  onTestFinished(() => center.stop());
  return center;
}
