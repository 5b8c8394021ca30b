import type { Timers } from '../timers.ts';

type Stream = ReadableStream<Uint8Array<ArrayBuffer>>;

/** Ends a request that has been silent for too long, and no other: each sign of life gives it the whole time again. */
export class SilenceWatch {
  readonly #timers: Pick<Timers, 'after'>;
  readonly #milliseconds: number;
  readonly #abort = new AbortController();
  #cancel: () => void;

  constructor(timers: Pick<Timers, 'after'>, milliseconds: number) {
    this.#timers = timers;
    this.#milliseconds = milliseconds;
    this.#cancel = this.#wait();
  }

  /** Aborts when it has been silent for too long; the reason says so. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** A sign of life. */
  heard(): void {
    this.#cancel();
    if (!this.#abort.signal.aborted) this.#cancel = this.#wait();
  }

  /** The same bytes; each part of them that passes is a sign of life. */
  through(bytes: Stream): Stream {
    return bytes.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (part, controller) => {
          this.heard();
          controller.enqueue(part);
        },
      }),
    );
  }

  /** The same answer, listened to. */
  over(response: Response): Response {
    if (response.body === null) return response;
    return new Response(this.through(response.body), { status: response.status, headers: response.headers });
  }

  stop(): void {
    this.#cancel();
  }

  #wait(): () => void {
    return this.#timers.after(this.#milliseconds, () => this.#abort.abort(new Error(`no answer within ${this.#milliseconds} ms`)));
  }
}
