import type { Bridge, Channel, Connection, EventName, Input, Output } from '#shared/bridge/contract.ts';
import type { ExchangeRequest } from '#shared/protocol/exchange.ts';
import type { LinkError, Result } from '#shared/protocol/errors.ts';
import type { BlobReceipt } from '#shared/protocol/blobs.ts';
import type { ReconcileRequest } from '#shared/protocol/reconcile.ts';
import type { TinyCenter } from './tiny-center.ts';

const OFFLINE: LinkError = { kind: 'offline', detail: 'switched off by the test' };

/** The sync's side of a host with a {@link TinyCenter} at the other end, whose network the test switches on and off. */
export class TinyBridge implements Bridge {
  readonly #center: TinyCenter;
  readonly #listeners = new Map<EventName, Set<(payload: never) => void>>();
  #online: boolean;
  /** What was reported as a fault. */
  readonly reports: string[] = [];
  /** Hashes that the vault holds, and those that the center took, in order. */
  readonly vault = new Set<string>();
  readonly uploads: string[] = [];
  uploadError: LinkError | null = null;
  /** What went to the center and came back, each with the length of its JSON both ways. */
  readonly asked: { readonly channel: Channel; readonly length: number }[] = [];

  constructor(center: TinyCenter, online: boolean) {
    this.#center = center;
    this.#online = online;
  }

  /** Switches the network, and tells the listeners as the host would. */
  setOnline(online: boolean): void {
    this.#online = online;
    this.#publish('link.connection', this.#connection());
  }

  /** The center's news arrives. */
  news(): void {
    this.#publish('link.news', { type: 'moved', county: '211122', position: this.#center.head });
  }

  async invoke<C extends Channel>(channel: C, input: Input<C>): Promise<Output<C>> {
    const answer = await this.#answer(channel, input);
    if (channel.startsWith('link.')) this.asked.push({ channel, length: JSON.stringify([input, answer]).length });
    return answer as Output<C>;
  }

  on(event: EventName, listener: (payload: never) => void): () => void {
    const own = this.#listeners.get(event) ?? new Set();
    own.add(listener);
    this.#listeners.set(event, own);
    return () => own.delete(listener);
  }

  async #answer(channel: Channel, input: unknown): Promise<unknown> {
    switch (channel) {
      case 'link.connection':
        return this.#connection();
      case 'link.exchange':
        return this.#ask(() => this.#center.answer(structuredClone(input as ExchangeRequest)));
      case 'link.digest':
        return this.#ask(() => this.#center.digest());
      case 'link.reconcile':
        return this.#ask(() => this.#center.reconcile(structuredClone(input as ReconcileRequest)));
      case 'link.held':
        return this.#ask(() => ({ held: [] }));
      case 'photo.put':
        this.vault.add((input as Input<'photo.put'>).hash);
        return { ok: true, value: { hash: (input as Input<'photo.put'>).hash } };
      case 'photo.upload':
        return this.#upload((input as Input<'photo.upload'>).hash);
      case 'app.report':
        this.reports.push((input as Input<'app.report'>).message);
        return null;
      default:
        throw new Error(`the tiny bridge has no ${channel}`);
    }
  }

  #ask<T>(answer: () => T): Result<T> {
    return this.#online ? { ok: true, value: structuredClone(answer()) } : { ok: false, error: OFFLINE };
  }

  #upload(hash: string): Result<BlobReceipt> {
    if (!this.#online) return { ok: false, error: OFFLINE };
    if (this.uploadError !== null) return { ok: false, error: this.uploadError };
    this.uploads.push(hash);
    return { ok: true, value: { hash, size: 1 } };
  }

  #connection(): Connection {
    return { state: this.#online ? 'online' : 'offline', since: 0, skewMs: null, lastContact: null };
  }

  #publish(event: EventName, payload: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(payload as never);
  }
}
