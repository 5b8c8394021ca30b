import { channels, events, type Bridge, type Channel, type EventName, type EventPayload, type Input, type Output } from '#shared/bridge/contract.ts';
import type { BridgeLost } from './bridge-lost.ts';
import { callShell } from './http-calls.ts';
import { takeLaunchToken } from './launch-token.ts';
import { listenToShell } from './shell-events.ts';

declare global {
  interface Window {
    /** Electron's preload puts it there; absent in the browser shell. */
    readonly qiyou?: Bridge;
  }
}

/** The bridge of this window, and word of its loss. */
export interface ConnectedBridge extends Bridge {
  /** Calls back when the host cannot be reached, and with null when it can again; answers how to stop it. Never in Electron. */
  onLost(listener: (lost: BridgeLost | null) => void): () => void;
  /** Ends the event stream. */
  close(): void;
}

/** The parts of the window that the bridge uses. */
export type BridgePage = Pick<Window, 'location' | 'history' | 'sessionStorage' | 'qiyou'> & {
  addEventListener(type: 'hashchange', listener: () => void): void;
};

/** What carries calls and events: values of the contract that are not checked yet. */
interface Carrier {
  call(channel: Channel, input: unknown): Promise<unknown>;
  listen(onEvent: (event: string, payload: unknown) => void, onLost: (lost: BridgeLost | null) => void): () => void;
}

/**
 * Connects to the host: by the preload's object where there is one, else by HTTP to the browser shell. To be called once,
 * before the router starts, because the address's fragment holds the shell's secret. All that comes in is checked against
 * the contract: 22 ms for a full page of 2,000 changes, where storing them takes a second.
 */
export function connectBridge(page: BridgePage = window): ConnectedBridge {
  const carrier = page.qiyou === undefined ? shellCarrier(page) : preloadCarrier(page.qiyou);
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const lostListeners = new Set<(lost: BridgeLost | null) => void>();
  let lostNow: BridgeLost | null = null;
  const close = carrier.listen(
    (event, payload) => publish(listeners, event, payload),
    (lost) => {
      lostNow = lost;
      for (const listener of lostListeners) listener(lost);
    },
  );
  return {
    async invoke<C extends Channel>(channel: C, input: Input<C>): Promise<Output<C>> {
      return channels[channel].output.parse(await carrier.call(channel, input)) as Output<C>;
    },
    on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void {
      const own = listeners.get(event) ?? new Set();
      listeners.set(event, own.add(listener));
      return () => void own.delete(listener);
    },
    onLost(listener) {
      lostListeners.add(listener);
      if (lostNow !== null) listener(lostNow);
      return () => void lostListeners.delete(listener);
    },
    close,
  };
}

function publish(listeners: ReadonlyMap<EventName, ReadonlySet<(payload: never) => void>>, event: string, payload: unknown): void {
  if (!isEventName(event)) return;
  const checked = events[event].safeParse(payload);
  if (!checked.success) return;
  for (const listener of listeners.get(event) ?? []) listener(checked.data as never);
}

function isEventName(event: string): event is EventName {
  return Object.hasOwn(events, event);
}

function preloadCarrier(preload: Bridge): Carrier {
  return {
    call: (channel, input) => preload.invoke(channel, input as never),
    listen(onEvent) {
      const stops = (Object.keys(events) as EventName[]).map((event) => preload.on(event, (payload) => onEvent(event, payload)));
      return () => stops.forEach((stop) => stop());
    },
  };
}

function shellCarrier(page: BridgePage): Carrier {
  const shell = { origin: page.location.origin, token: takeLaunchToken(page) };
  // A window that is open already and is given a new launch's address is not loaded by the browser: only its fragment changes.
  page.addEventListener('hashchange', () => {
    if (takeLaunchToken(page) !== shell.token) page.location.reload();
  });
  return {
    call: (channel, input) => callShell(shell, channel, input),
    listen: (onEvent, onLost) => listenToShell({ shell, onEvent, onLost, reload: () => page.location.reload() }),
  };
}
