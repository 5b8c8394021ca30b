import { SECURITY_HEADERS } from '../services/security-headers.ts';
import type { Host } from '../services/host.ts';
import type { Timers } from '../services/timers.ts';

/** How often an idle stream says that it is there, in milliseconds. */
const BEAT_MS = 15_000;

/** The open windows: how many there are, and how to have them load themselves anew (for developers). */
export class Windows {
  readonly #reloads = new Set<() => void>();
  readonly #onChange: (open: number) => void;

  constructor(onChange: (open: number) => void) {
    this.#onChange = onChange;
  }

  reload(): void {
    for (const reload of this.#reloads) reload();
  }

  /** A window opened; answers what to call when it closes. */
  opened(reload: () => void): () => void {
    this.#reloads.add(reload);
    this.#onChange(this.#reloads.size);
    return () => {
      if (this.#reloads.delete(reload)) this.#onChange(this.#reloads.size);
    };
  }
}

/**
 * The host's events to one window, a JSON line each: `{"event","payload"}`; `{"beat":true}` while nothing happens;
 * `{"reload":true}` where the window should load itself anew. How the link stands comes first, so that a window
 * that was cut off knows at once.
 */
export function eventStream(options: { readonly host: Host; readonly windows: Windows; readonly timers: Timers }): Response {
  let close = (): void => undefined;
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const say = (line: object): void => controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
      const unsubscribe = options.host.events.subscribe((event, payload) => say({ event, payload }));
      const closed = options.windows.opened(() => say({ reload: true }));
      const stopBeating = beat(options.timers, () => say({ beat: true }));
      close = () => {
        unsubscribe();
        closed();
        stopBeating();
      };
      say({ event: 'link.connection', payload: await options.host.dispatch('link.connection', null) });
      say({ event: 'link.enrolment', payload: await options.host.dispatch('link.enrolment', null) });
    },
    cancel: () => close(),
  });
  return new Response(stream, { headers: { ...SECURITY_HEADERS, 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' } });
}

function beat(timers: Timers, say: () => void): () => void {
  const again = (): (() => void) =>
    timers.after(BEAT_MS, () => {
      say();
      stop = again();
    });
  let stop = again();
  return () => stop();
}
