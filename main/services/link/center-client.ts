import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { blobReceiptSchema, blobsHaveResponseSchema, MAX_BLOB, type BlobReceipt } from '#shared/protocol/blobs.ts';
import { digestResponseSchema, type DigestResponse } from '#shared/protocol/digest.ts';
import { failed, type Result } from '#shared/protocol/errors.ts';
import { exchangeResponseSchema, type ExchangeRequest, type ExchangeResponse } from '#shared/protocol/exchange.ts';
import { overviewSchema, type Overview } from '#shared/protocol/overview.ts';
import type { Vault } from '../vault/vault.ts';
import { readAs, type Body } from './request.ts';
import type { Session } from './session.ts';

const gzipped = promisify(gzip);

/** Below this a body is sent as it is. */
const WORTH_GZIP = 1_024;

export interface Timeouts {
  /** Small questions, milliseconds. */
  readonly ask: number;
  readonly exchange: number;
  /** A photo's own time on top of `ask`: milliseconds for each KiB. 100 is a line of 10 KiB a second. */
  readonly perKiB: number;
}

export const TIMEOUTS: Timeouts = { ask: 20_000, exchange: 90_000, perKiB: 100 };

export interface CenterClientOptions {
  readonly session: Session;
  readonly vault: Pick<Vault, 'open'>;
  readonly timeouts: Timeouts;
  /** Told the center's clock (milliseconds since 1970) where an answer names it. */
  readonly onServerTime: (serverTime: number) => void;
}

/** The center's endpoints, as the device's own requests. */
export class CenterClient {
  readonly #options: CenterClientOptions;

  constructor(options: CenterClientOptions) {
    this.#options = options;
  }

  /** Pushes and pulls in one request (rules P1, P2, L2). */
  async exchange(request: ExchangeRequest): Promise<Result<ExchangeResponse>> {
    const text = JSON.stringify(request);
    const small = text.length < WORTH_GZIP;
    const body = small ? text : bytesOf(await gzipped(text));
    const answer = await this.#options.session.send<ExchangeResponse>({
      method: 'POST',
      path: '/v1/exchange',
      headers: { 'content-type': 'application/json', ...(small ? {} : { 'content-encoding': 'gzip' }) },
      body: () => Promise.resolve(body),
      timeoutMs: this.#options.timeouts.exchange,
      read: readAs(exchangeResponseSchema),
    });
    if (answer.ok) this.#options.onServerTime(answer.value.serverTime);
    return answer;
  }

  /** What a county sees of its sites. */
  overview(): Promise<Result<Overview>> {
    return this.#get('/v1/overview', readAs(overviewSchema), this.#options.timeouts.exchange);
  }

  /** Digests by kind over the device's scope (rule C2). */
  digest(): Promise<Result<DigestResponse>> {
    return this.#get('/v1/digest', readAs(digestResponseSchema), this.#options.timeouts.exchange);
  }

  /** Which of these photos the center holds. */
  have(hashes: readonly string[]): Promise<Result<{ have: string[] }>> {
    return this.#options.session.send<{ have: string[] }>({
      method: 'POST',
      path: '/v1/blobs/have',
      headers: { 'content-type': 'application/json' },
      body: () => Promise.resolve(JSON.stringify({ hashes })),
      timeoutMs: this.#options.timeouts.ask,
      read: readAs(blobsHaveResponseSchema),
    });
  }

  /** Streams a photo from the vault; a receipt means that the center checked and stored the bytes. */
  async upload(hash: string, type: string): Promise<Result<BlobReceipt>> {
    const photo = await this.#options.vault.open(hash);
    if (photo === null) return failed({ kind: 'refused', code: 'notFound', detail: 'the photo is not in the vault' });
    return this.#options.session.send<BlobReceipt>({
      method: 'PUT',
      path: `/v1/blobs/${hash}`,
      headers: { 'content-type': type === '' ? 'application/octet-stream' : type, 'content-length': String(photo.size) },
      body: () => Promise.resolve(ReadableStream.from(photo.stream()) as Body),
      timeoutMs: this.#photoTime(photo.size),
      read: readAs(blobReceiptSchema),
    });
  }

  /** A photo's bytes, checked against their hash. */
  download(hash: string): Promise<Result<Uint8Array>> {
    const read = async (response: Response): Promise<Uint8Array> => {
      if (Number(response.headers.get('content-length') ?? '0') > MAX_BLOB) throw new Error('the photo is too large');
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (createHash('sha256').update(bytes).digest('hex') !== hash) throw new Error('the photo arrived altered');
      return bytes;
    };
    return this.#get(`/v1/blobs/${hash}`, read, this.#photoTime(MAX_BLOB / 8), 'image/*');
  }

  #get<T>(path: string, read: (response: Response) => Promise<T>, timeoutMs: number, accept = 'application/json'): Promise<Result<T>> {
    return this.#options.session.send({ method: 'GET', path, headers: { accept }, timeoutMs, read });
  }

  #photoTime(size: number): number {
    return this.#options.timeouts.ask + (size / 1024) * this.#options.timeouts.perKiB;
  }
}

/** A view of a buffer that `fetch` takes. */
function bytesOf(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}
