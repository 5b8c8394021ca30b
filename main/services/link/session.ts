import { sessionResponseSchema, type DeviceProfile, type SessionRequest, type SessionResponse } from '#shared/protocol/access.ts';
import { failed, ok, type LinkError, type Result } from '#shared/protocol/errors.ts';
import type { Device } from '../credentials/credentials.ts';
import { readAs, sendRequest, type CenterRequest, type RequestOptions } from './request.ts';

export interface SessionOptions extends RequestOptions {
  readonly device: () => Device | null;
  /** The center said what holds for the device; it comes with each new session. */
  readonly onProfile: (profile: DeviceProfile) => Promise<void>;
  readonly timeoutMs: number;
}

/** What a request answers while there is no device. */
const NOT_ENROLLED: LinkError = { kind: 'refused', code: 'unauthorized', detail: 'not enrolled' };

interface Token {
  readonly text: string;
  /** By the time that passes, and not by the machine's clock, which may be set meanwhile. A machine that slept is told by the center's 401. */
  readonly freshUntil: number;
  readonly device: string;
}

/** Keeps a token for the device: made with its key by challenge and response, made again where the center refuses it. */
export class Session {
  readonly #options: SessionOptions;
  #token: Token | null = null;
  #opening: Promise<Result<string>> | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Sends a request with the token; a token that is no longer taken is replaced once. */
  async send<T>(request: CenterRequest<T>): Promise<Result<T>> {
    const first = await this.token();
    if (!first.ok) return first;
    const answer = await this.#sendWith(first.value, request);
    if (answer.ok || !isUnauthorized(answer.error)) return answer;
    this.drop(first.value);
    const second = await this.token();
    return second.ok ? this.#sendWith(second.value, request) : second;
  }

  /** A token that is fresh as far as is known here. */
  async token(): Promise<Result<string>> {
    const device = this.#options.device();
    if (device === null) return failed(NOT_ENROLLED);
    const token = this.#token;
    if (token !== null && token.device === device.profile.device && token.freshUntil > this.#options.timers.monotonic()) return ok(token.text);
    this.#opening ??= this.#open(device).finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** Forgets this token, unless it was replaced already. */
  drop(token: string): void {
    if (this.#token?.text === token) this.#token = null;
  }

  /** Opens another session, for the profile that comes with it. */
  renew(): Promise<Result<string>> {
    this.#token = null;
    return this.token();
  }

  async #open(device: Device): Promise<Result<string>> {
    const id = device.profile.device;
    this.#options.versions.tryNewest(device.center);
    const asked = await this.#ask(device, { device: id });
    if (!asked.ok) return asked;
    const nonce = asked.value['nonce'];
    if (typeof nonce !== 'string') return failed({ kind: 'offline', detail: 'the center gave no challenge' });
    const signature = device.key.sign(`qiyou-session:${id}:${nonce}`);
    const opened = this.#options.timers.monotonic();
    const given = await this.#ask(device, { device: id, nonce, signature });
    if (!given.ok) return given;
    if (!isToken(given.value)) return failed({ kind: 'offline', detail: 'the center gave no token' });
    const { token, expiresIn, profile } = given.value;
    // A tenth is kept in hand, so that a token does not run out on its way.
    this.#token = { text: token, freshUntil: opened + expiresIn * 900, device: id };
    await this.#options.onProfile(profile);
    return ok(token);
  }

  #ask(device: Device, body: Omit<SessionRequest, 'protocol'>): Promise<Result<SessionResponse>> {
    return sendRequest(this.#options, device.center, null, {
      method: 'POST',
      path: '/v1/session',
      json: (protocol) => ({ protocol, ...body }),
      timeoutMs: this.#options.timeoutMs,
      read: readAs(sessionResponseSchema),
    });
  }

  #sendWith<T>(token: string, request: CenterRequest<T>): Promise<Result<T>> {
    const device = this.#options.device();
    return device === null ? Promise.resolve(failed(NOT_ENROLLED)) : sendRequest(this.#options, device.center, token, request);
  }
}

/** True where a token, and not the device, was refused. */
export function isUnauthorized(error: LinkError): boolean {
  return error.kind === 'refused' && error.code === 'unauthorized';
}

function isToken(answer: SessionResponse): answer is Extract<SessionResponse, { token: string }> {
  return typeof answer['token'] === 'string' && 'profile' in answer;
}
