import { channels, type Bridge, type Channel, type EventName, type EventPayload, type Input, type Output } from '#shared/bridge/contract.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { packed } from './plain.ts';

/** Below this a body is sent as it is, like a host's. */
const WORTH_GZIP = 1_024;

const ROUTES: Partial<Record<Channel, readonly [method: 'GET' | 'POST', path: string]>> = {
  'link.exchange': ['POST', '/v1/exchange'],
  'link.digest': ['GET', '/v1/digest'],
  'link.reconcile': ['POST', '/v1/reconcile'],
};

/**
 * A bridge straight to the center, for figures without a host between: the page does what the host does (packs, sends,
 * reads), and checks what comes in by the same contract.
 */
export class DirectBridge implements Bridge {
  readonly #token: string;
  /** Told what the replica reports as a fault. */
  onReport: (message: string) => void = () => undefined;

  constructor(token: string) {
    this.#token = token;
  }

  /** Nothing is ever told: the center is there from the start. */
  on<E extends EventName>(_event: E, _listener: (payload: EventPayload<E>) => void): () => void {
    return () => undefined;
  }

  async invoke<C extends Channel>(channel: C, input: Input<C>): Promise<Output<C>> {
    return channels[channel].output.parse(await this.#answer(channel, input)) as Output<C>;
  }

  async #answer(channel: Channel, input: unknown): Promise<unknown> {
    if (channel === 'link.connection') return { state: 'online', since: 0, skewMs: 0, lastContact: null };
    if (channel === 'app.report') {
      this.onReport((input as Input<'app.report'>).message);
      return null;
    }
    const route = ROUTES[channel];
    if (route === undefined) throw new Error(`the direct bridge has no ${channel}`);
    const response = await this.#send(route[0], route[1], input);
    const body: unknown = await response.json();
    return response.ok ? { ok: true, value: body } : { ok: false, error: (body as { error: unknown }).error };
  }

  async #send(method: 'GET' | 'POST', path: string, input: unknown): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#token}`, 'qiyou-protocol': String(PROTOCOL) };
    if (method === 'GET') return fetch(`/center${path}`, { headers });
    headers['content-type'] = 'application/json';
    const text = JSON.stringify(input);
    const small = text.length < WORTH_GZIP;
    if (!small) headers['content-encoding'] = 'gzip';
    return fetch(`/center${path}`, { method: 'POST', headers, body: small ? text : await packed(text) });
  }
}
