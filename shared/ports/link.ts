import { failed, type LinkError, type Result } from '../protocol/errors.ts';
import type { ExchangeRequest, ExchangeResponse } from '../protocol/exchange.ts';

/** The way to the center: one exchange there and back. */
export interface Link {
  exchange(request: ExchangeRequest): Promise<Result<ExchangeResponse>>;
}

interface InFlight {
  readonly request: ExchangeRequest;
  readonly answer: (result: Result<ExchangeResponse>) => void;
}

/** A link for tests, moved by hand: nothing goes there or comes back until the test says so. */
export class FakeLink implements Link {
  readonly #center: (request: ExchangeRequest) => ExchangeResponse;
  readonly #inFlight: InFlight[] = [];

  /** @param center answers a request, as the real one would */
  constructor(center: (request: ExchangeRequest) => ExchangeResponse) {
    this.#center = center;
  }

  exchange(request: ExchangeRequest): Promise<Result<ExchangeResponse>> {
    return new Promise((answer) => this.#inFlight.push({ request, answer }));
  }

  /** Requests on their way. */
  get waiting(): readonly ExchangeRequest[] {
    return this.#inFlight.map((item) => item.request);
  }

  /** The oldest request arrives, and its answer gets back. */
  deliver(): void {
    const item = this.#take();
    item.answer({ ok: true, value: this.#center(item.request) });
  }

  /** The oldest request arrives, but the answer is lost. */
  loseAnswer(): void {
    const item = this.#take();
    this.#center(item.request);
    item.answer(failed<LinkError>({ kind: 'offline', detail: 'the answer was lost' }));
  }

  /** The oldest request never arrives. */
  cut(): void {
    this.#take().answer(failed<LinkError>({ kind: 'offline', detail: 'cut' }));
  }

  /** The oldest request arrives twice; the second answer gets back. */
  duplicate(): void {
    const item = this.#take();
    this.#center(item.request);
    item.answer({ ok: true, value: this.#center(item.request) });
  }

  /** The oldest request is answered with an error. */
  refuse(error: LinkError): void {
    this.#take().answer(failed(error));
  }

  #take(): InFlight {
    const item = this.#inFlight.shift();
    if (item === undefined) throw new Error('nothing is on its way');
    return item;
  }
}
