import { createHash, randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { BlobsFault, S3Fault, adviceFor, faultOf, silenceOf } from './s3-fault.ts';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where a bucket is. */
export interface S3Place {
  readonly bucket: string;
  /** Put before each key; '' or without a slash at either end. */
  readonly prefix: string;
  /** `https://host`, or with a port. */
  readonly endpoint: string;
  readonly region: string;
  /** Whether the bucket is the first part of the path (MinIO, Ceph), or of the host name (AWS, OSS, COS). */
  readonly style: 'path' | 'host';
}

export interface S3Options extends S3Place {
  readonly credentials: S3Credentials;
  /** How long S3 may be silent, milliseconds, beside what many bytes take. */
  readonly timeoutMs?: number;
}

/** How long S3 may be silent: a station waits for its answer not much longer. */
const TIMEOUT_MS = 10_000;

/** The slowest line to S3 that is reckoned with, bytes a millisecond. */
const SLOWEST = 128;

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 150;

const EMPTY = createHash('sha256').digest('hex');

interface Asked {
  readonly method: 'GET' | 'HEAD' | 'PUT';
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes: Blob; readonly hash: string };
}

/**
 * One bucket of an S3 storage: requests signed by Signature Version 4, tried again where S3 has a hiccup. A silence is not
 * waited for twice.
 */
export class S3Bucket {
  readonly #options: S3Options;
  /** Keys of the day, which are made from the secret. */
  readonly #keys = new Map<string, ArrayBuffer>();

  constructor(options: S3Options) {
    this.#options = options;
  }

  /** Size of what lies under a key, bytes; null where nothing does. */
  async size(key: string): Promise<number | null> {
    const response = await this.#ask({ method: 'HEAD', key });
    if (response.status === 404) return null;
    if (!response.ok) throw await faultOf(response, `HEAD ${key}`);
    return Number(response.headers.get('content-length'));
  }

  /** Stores a file's bytes. Their hash is part of the signature, so that S3 itself refuses others. */
  async put(key: string, bytes: Blob, hash: string): Promise<void> {
    const response = await this.#ask({ method: 'PUT', key, body: { bytes, hash }, headers: { 'content-type': 'application/octet-stream' } });
    if (!response.ok) throw await faultOf(response, `PUT ${key}`);
    await response.arrayBuffer();
  }

  /** The bytes under a key, or those from `start` to before `end`; null where nothing lies there. */
  async read(key: string, range?: { readonly start: number; readonly end: number }): Promise<AsyncIterable<Uint8Array> | null> {
    const headers: Record<string, string> = range === undefined ? {} : { range: `bytes=${range.start}-${range.end - 1}` };
    const response = await this.#ask({ method: 'GET', key, headers });
    if (response.status === (range === undefined ? 200 : 206) && response.body !== null) return told(response.body, `GET ${key}`);
    const fault = await faultOf(response, `GET ${key}`);
    if (fault.status === 404 && fault.code !== 'NoSuchBucket') return null;
    throw fault;
  }

  /**
   * Writes and reads a word, to learn at start that bucket and credentials are right.
   * @throws BlobsFault where they are not: the message says what to do
   * @throws S3Fault where S3 is out of reach for now
   */
  async check(): Promise<void> {
    const word = new Blob(['qiyou\n']);
    try {
      await this.put('.qiyou-check', word, createHash('sha256').update('qiyou\n').digest('hex'));
      for await (const _ of (await this.read('.qiyou-check')) ?? []) continue;
      // Who may not list is answered 403 for what is not there, and would take that for a refusal.
      if ((await this.read('.qiyou-nothing')) !== null) throw new BlobsFault(`${this.name} holds what no center put there.`);
    } catch (error) {
      if (!(error instanceof S3Fault) || error.status === 0 || error.passing) throw error;
      throw new BlobsFault(`Photos cannot be kept in ${this.name}: ${error.message}. ${adviceFor(error)}`.trim());
    }
  }

  /** `s3://bucket/prefix at https://host`. */
  get name(): string {
    const { bucket, prefix, endpoint } = this.#options;
    return `s3://${bucket}${prefix === '' ? '' : `/${prefix}`} at ${endpoint}`;
  }

  async #ask(asked: Asked): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#once(asked).catch((error: unknown) => {
        if (error instanceof S3Fault) return error;
        throw error;
      });
      const last = attempt === ATTEMPTS;
      if (answer instanceof S3Fault) {
        if (last || answer.code === SILENT) throw answer;
      } else if (last || !(answer.status === 429 || answer.status >= 500)) {
        return answer;
      } else {
        await answer.arrayBuffer().catch(() => undefined);
      }
      const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1);
      await wait(pause + randomInt(pause));
    }
  }

  async #once({ method, key, headers = {}, body }: Asked): Promise<Response> {
    const { timeoutMs = TIMEOUT_MS, region, credentials } = this.#options;
    const signed = await new AwsV4Signer({
      method,
      url: this.#addressOf(key),
      headers: { ...headers, 'x-amz-content-sha256': body?.hash ?? EMPTY },
      service: 's3',
      region,
      cache: this.#keys,
      ...credentials,
    }).sign();
    // What a proxy may change on the way is not signed; photos do not get smaller by packing.
    signed.headers.set('accept-encoding', 'identity');
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), timeoutMs + (body?.bytes.size ?? 0) / SLOWEST);
    try {
      return await fetch(signed.url, { method, headers: signed.headers, redirect: 'manual', signal: silence.signal, ...(body === undefined ? {} : { body: body.bytes }) });
    } catch (error) {
      if (silence.signal.aborted) throw new S3Fault(0, SILENT, `${method} ${key}: no answer in time`);
      throw silenceOf(error, `${method} ${key}`);
    } finally {
      clearTimeout(timer);
    }
  }

  #addressOf(key: string): string {
    const { endpoint, bucket, prefix, style } = this.#options;
    const url = new URL(endpoint);
    const path = `${prefix === '' ? '' : `${prefix}/`}${key}`;
    if (style === 'host') url.host = `${bucket}.${url.host}`;
    url.pathname = style === 'host' ? `/${path}` : `/${bucket}/${path}`;
    return url.href;
  }
}

/** Bytes as they come; where they break off, as a fault of S3. */
async function* told(bytes: AsyncIterable<Uint8Array>, asked: string): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    throw silenceOf(error, asked);
  }
}

const SILENT = 'silent';
