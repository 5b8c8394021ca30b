import type { EventName, EventPayload, Publisher } from '#shared/bridge/contract.ts';

export type EventListener = (event: EventName, payload: EventPayload<EventName>) => void;

/** Hands the host's events to every window that listens. */
export class EventHub implements Publisher {
  readonly #listeners = new Set<EventListener>();

  publish<E extends EventName>(event: E, payload: EventPayload<E>): void {
    for (const listener of this.#listeners) listener(event, payload);
  }

  /** Answers how to stop listening. */
  subscribe(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
