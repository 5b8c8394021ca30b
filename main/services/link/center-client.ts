import { createHash } from 'node:crypto';
import { blobsHaveResponseSchema, MAX_BLOB, type BlobReceipt } from '#shared/protocol/blobs.ts';
import { digestResponseSchema, type DigestResponse } from '#shared/protocol/digest.ts';
import type { Result } from '#shared/protocol/errors.ts';
import { exchangeResponseSchema, type ExchangeRequest, type ExchangeResponse } from '#shared/protocol/exchange.ts';
import { heldDecidedSchema, heldOutcomesSchema, heldResponseSchema, type HeldOutcomes, type HeldPush } from '#shared/protocol/held.ts';
import { overviewSchema, type Overview } from '#shared/protocol/overview.ts';
import { reconcileResponseSchema, type ReconcileRequest, type ReconcileResponse } from '#shared/protocol/reconcile.ts';
import type { Vault } from '../vault/vault.ts';
import { exchangeIn } from './exchange-in.ts';
import { readAs, type Arrival, type CenterRequest } from './request.ts';
import type { Session } from './session.ts';
import { upload } from './upload.ts';

export interface Timeouts {
  /** How long the center may be silent to a small question, milliseconds. */
  readonly ask: number;
  /** The same where it has much to do or to say. */
  readonly exchange: number;
  /** On top of `ask` for each KiB of a photo that this machine's buffers may hold unseen, milliseconds. 250 is a line of 4 KiB a second. */
  readonly perKiB: number;
}

export const TIMEOUTS: Timeouts = { ask: 20_000, exchange: 90_000, perKiB: 250 };

export interface CenterClientOptions {
  readonly session: Session;
  readonly vault: Pick<Vault, 'open'>;
  readonly timeouts: Timeouts;
  /** This machine's clock, milliseconds since 1970. */
  readonly now: () => number;
  /** Told of every exchange that the center answered, and when the answer came. */
  readonly onExchange: (answer: ExchangeResponse, arrival: Arrival) => void;
}

/** The version of the protocol that reconcile and held came with. */
const SECOND = 2;

/** The center's endpoints, as the device's own requests. */
export class CenterClient {
  readonly #options: CenterClientOptions;

  constructor(options: CenterClientOptions) {
    this.#options = options;
  }

  /** Pushes and pulls in one request (rules P1, P2, L2), said in the version that the center speaks. */
  exchange(request: ExchangeRequest): Promise<Result<ExchangeResponse>> {
    const { now, onExchange, timeouts } = this.#options;
    const read = readAs<ExchangeResponse>(exchangeResponseSchema);
    return this.#post<ExchangeResponse>({
      path: '/v1/exchange',
      json: (protocol) => exchangeIn(protocol, request, now()),
      timeoutMs: timeouts.exchange,
      read: async (response, arrival) => {
        const answer = await read(response);
        onExchange(answer, arrival);
        return answer;
      },
    });
  }

  /** Finds where this machine's records differ from the center's (rule C2). */
  reconcile(request: ReconcileRequest): Promise<Result<ReconcileResponse>> {
    return this.#post<ReconcileResponse>({
      path: '/v1/reconcile',
      since: SECOND,
      json: (protocol) => ({ ...request, protocol }),
      timeoutMs: this.#options.timeouts.exchange,
      read: readAs(reconcileResponseSchema),
    });
  }

  /** Pushes of the scope that wait for a person's confirmation (rule D1). */
  held(): Promise<Result<{ held: HeldPush[] }>> {
    return this.#get('/v1/held', readAs(heldResponseSchema), this.#options.timeouts.ask, { since: SECOND });
  }

  /** A person's decision on such a push. */
  decideHeld(decision: { readonly id: string; readonly decision: 'confirm' | 'reject'; readonly person?: string | undefined }): Promise<Result<{ written: number; outdated: number }>> {
    return this.#post<{ written: number; outdated: number }>({
      path: '/v1/held',
      since: SECOND,
      json: (protocol) => ({ ...decision, protocol }),
      timeoutMs: this.#options.timeouts.exchange,
      read: readAs(heldDecidedSchema),
    });
  }

  /** What was decided on pushes of this device after a moment of the center's clock. */
  heldDecided(after: number): Promise<Result<HeldOutcomes>> {
    return this.#get(`/v1/held/decided?after=${after}`, readAs(heldOutcomesSchema), this.#options.timeouts.ask, { since: SECOND, mayLack: true });
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
    return this.#post<{ have: string[] }>({
      path: '/v1/blobs/have',
      json: () => ({ hashes }),
      timeoutMs: this.#options.timeouts.ask,
      read: readAs(blobsHaveResponseSchema),
    });
  }

  /** Sends a photo from the vault; a receipt means that the center checked and stored the bytes. */
  upload(hash: string, type: string): Promise<Result<BlobReceipt>> {
    const { session, vault, timeouts } = this.#options;
    return upload({ send: (request) => session.send(request), vault, timeouts }, hash, type);
  }

  /** A photo's bytes, checked against their hash. */
  download(hash: string): Promise<Result<Uint8Array>> {
    const read = async (response: Response): Promise<Uint8Array> => {
      if (Number(response.headers.get('content-length') ?? '0') > MAX_BLOB) throw new Error('the photo is too large');
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (createHash('sha256').update(bytes).digest('hex') !== hash) throw new Error('the photo arrived altered');
      return bytes;
    };
    return this.#get(`/v1/blobs/${hash}`, read, this.#options.timeouts.exchange, { headers: { accept: 'image/*' } });
  }

  #get<T>(path: string, read: CenterRequest<T>['read'], timeoutMs: number, more: Pick<CenterRequest<T>, 'headers' | 'since' | 'mayLack'> = {}): Promise<Result<T>> {
    return this.#options.session.send({ method: 'GET', path, timeoutMs, read, ...more });
  }

  #post<T>(request: Pick<CenterRequest<T>, 'path' | 'json' | 'since' | 'timeoutMs' | 'read'>): Promise<Result<T>> {
    return this.#options.session.send<T>({ method: 'POST', ...request });
  }
}
