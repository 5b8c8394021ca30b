import { useCallback, useEffect, useState } from 'react';
import { eventNames } from '#shared/bridge/contract.ts';
import { useData } from '../../data/hooks/data-context.ts';

/** One event of the host. */
export interface LoggedEvent {
  readonly number: number;
  /** Milliseconds since 1970 by this machine's clock. */
  readonly at: number;
  readonly name: string;
  readonly payload: string;
}

const KEPT = 200;

/** The host's events since the panel was opened, newest first. */
export function useEventLog(): { readonly events: readonly LoggedEvent[]; readonly clear: () => void } {
  const { bridge, clock } = useData();
  const [events, setEvents] = useState<readonly LoggedEvent[]>([]);
  useEffect(() => {
    const stops = eventNames.map((name) =>
      bridge.on(name, (payload) => {
        const at = clock.now();
        setEvents((known) => [{ number: (known[0]?.number ?? 0) + 1, at, name, payload: JSON.stringify(payload) }, ...known].slice(0, KEPT));
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [bridge, clock]);
  return { events, clear: useCallback(() => setEvents([]), []) };
}
