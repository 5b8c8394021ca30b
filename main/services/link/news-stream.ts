import { createParser } from 'eventsource-parser';
import type { Connection } from '#shared/bridge/contract.ts';
import type { Random } from '#shared/ports/random.ts';
import { failed, ok, type LinkError, type Result } from '#shared/protocol/errors.ts';
import { newsSchema, type News } from '#shared/protocol/news.ts';
import type { Device } from '../credentials/credentials.ts';
import { describe, type Log } from '../log.ts';
import { pause, type Timers } from '../timers.ts';
import { backoff, REVOKED_EVERY_MS } from './backoff.ts';
import type { ConnectionMonitor } from './connection-monitor.ts';
import { arrivalOf, errorOf, headersOf, type Arrival, type RequestOptions } from './request.ts';
import { isUnauthorized, type Session } from './session.ts';

export interface NewsStreamOptions extends Omit<RequestOptions, 'onContact'> {
  readonly device: () => Device | null;
  readonly session: Session;
  readonly monitor: ConnectionMonitor;
  readonly random: Random;
  readonly log: Log;
  readonly onNews: (news: News) => void;
  /** A stream that is silent for so long, without even a heartbeat, counts as broken (milliseconds). */
  readonly silenceMs?: number;
}

const SILENCE_MS = 40_000;

interface Opened {
  readonly response: Response;
  readonly arrival: Arrival;
  readonly body: ReadableStream<Uint8Array>;
}

interface Ended {
  readonly error: LinkError;
  readonly wasOnline: boolean;
  /** The center closed a stream that had lived, as it does when a session is over: the next is opened at once. */
  readonly inOrder: boolean;
}

/**
 * Holds the center's event stream open, again and again, and is what decides whether the link is online: it is while
 * the stream is open and beats.
 */
export class NewsStream {
  readonly #options: NewsStreamOptions;
  readonly #stop = new AbortController();
  #wake = new AbortController();
  #attempt: AbortController | null = null;
  #running: Promise<void> | null = null;

  constructor(options: NewsStreamOptions) {
    this.#options = options;
  }

  /** Starts; does nothing where it runs. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends a wait between two attempts, so that the next begins now. */
  retry(): void {
    const { state } = this.#options.monitor.current();
    if (state !== 'online' && state !== 'notEnrolled') this.#options.monitor.enter('connecting');
    this.#wake.abort();
  }

  /** Drops the stream and opens one anew: for a device that was just enrolled. */
  restart(): void {
    this.#options.monitor.enter('connecting');
    this.#attempt?.abort(new Error('restarted'));
    this.#wake.abort();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#attempt?.abort(new Error('stopped'));
    this.#wake.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { monitor } = this.#options;
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      this.#wake = new AbortController();
      if (this.#options.device() === null) {
        monitor.enter('notEnrolled');
        await untilAborted(this.#wake.signal);
        continue;
      }
      if (monitor.current().state === 'notEnrolled') monitor.enter('connecting');
      const ended = await this.#listen();
      if (this.#stop.signal.aborted) return;
      failures = ended.wasOnline ? 0 : failures + 1;
      // A center that went away may come back updated.
      if (ended.wasOnline) this.#options.versions.tryNewest(this.#options.device()?.center ?? '');
      if (this.#wake.signal.aborted) continue;
      if (ended.inOrder) {
        monitor.enter('connecting');
        continue;
      }
      monitor.enter(stateAfter(ended.error));
      await pause(this.#options.timers, this.#delay(ended.error, failures), this.#wake.signal);
    }
  }

  #delay(error: LinkError, failures: number): number {
    if (isRevoked(error)) return REVOKED_EVERY_MS;
    return error.kind === 'busy' ? error.retryAfterMs : backoff(failures, this.#options.random);
  }

  /** One attempt: opens the stream and reads it to its end. */
  async #listen(): Promise<Ended> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    let wasOnline = false;
    const watch = new Watch(this.#options.timers, this.#options.silenceMs ?? SILENCE_MS, attempt);
    try {
      const opened = await this.#open(attempt.signal);
      if (!opened.ok) return { error: opened.error, wasOnline, inOrder: false };
      const { response, arrival, body } = opened.value;
      wasOnline = true;
      this.#options.monitor.answered(response, arrival);
      this.#options.monitor.enter('online');
      const beats = await this.#read(body, watch);
      return { error: { kind: 'offline', detail: 'the stream ended' }, wasOnline, inOrder: beats > 1 };
    } catch (error) {
      const detail = describe(attempt.signal.aborted ? attempt.signal.reason : error);
      this.#options.log.info(`the news stream broke: ${detail}`);
      return { error: { kind: 'offline', detail }, wasOnline, inOrder: false };
    } finally {
      watch.end();
      attempt.abort();
    }
  }

  /** Opens the stream; a token that is no longer taken is replaced once, and another version of the protocol tried once (rule T2). */
  async #open(signal: AbortSignal, tries = 3): Promise<Result<Opened>> {
    const { session, versions } = this.#options;
    const token = await session.token();
    if (!token.ok) return token;
    const center = this.#options.device()?.center ?? '';
    const protocol = versions.with(center);
    const headers = headersOf({ headers: { accept: 'text/event-stream' } }, token.value, protocol);
    const sent = this.#options.timers.monotonic();
    const response = await this.#options.fetch(`${center}/v1/news`, { method: 'GET', headers, redirect: 'error', signal });
    const arrival = arrivalOf(this.#options, sent);
    if (response.ok && response.body !== null && isStream(response)) return ok({ response, arrival, body: response.body });
    if (response.ok) return failed({ kind: 'offline', detail: 'what answers is not the center' });
    const error = await errorOf(response);
    const unauthorized = isUnauthorized(error);
    if (unauthorized) session.drop(token.value);
    const again = unauthorized || versions.refused(center, protocol, error);
    return again && tries > 1 ? this.#open(signal, tries - 1) : failed(error);
  }

  /** Reads until the center ends the stream; answers how often it was heard. */
  async #read(body: ReadableStream<Uint8Array>, watch: Watch): Promise<number> {
    let beats = 0;
    const parser = createParser({ onEvent: ({ data }) => this.#tell(data) });
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      beats += 1;
      watch.heard();
      this.#options.monitor.contact();
      parser.feed(decoder.decode(chunk, { stream: true }));
    }
    return beats;
  }

  #tell(data: string): void {
    try {
      this.#options.onNews(newsSchema.parse(JSON.parse(data)));
    } catch (error) {
      // News of a type that only a newer center knows: the next pull brings what it is about.
      this.#options.log.warn(`news was not understood: ${describe(error)}`);
    }
  }
}

/** Aborts an attempt that is silent for too long. */
class Watch {
  readonly #timers: Timers;
  readonly #silenceMs: number;
  readonly #attempt: AbortController;
  #cancel: () => void = () => undefined;

  constructor(timers: Timers, silenceMs: number, attempt: AbortController) {
    this.#timers = timers;
    this.#silenceMs = silenceMs;
    this.#attempt = attempt;
    this.heard();
  }

  heard(): void {
    this.#cancel();
    this.#cancel = this.#timers.after(this.#silenceMs, () => this.#attempt.abort(new Error(`silent for ${this.#silenceMs} ms`)));
  }

  end(): void {
    this.#cancel();
  }
}

/** A sign-in page answers any address with success, too, and is not the center. */
function isStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') === true;
}

/** Waiting does not help a program that is too old for its center, or too new: a person has to know. */
function stateAfter(error: LinkError): Connection['state'] {
  if (error.kind === 'tooOld' || error.kind === 'tooNew') return error.kind;
  return isRevoked(error) ? 'revoked' : 'offline';
}

function isRevoked(error: LinkError): boolean {
  return error.kind === 'refused' && error.code === 'revoked';
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}
