import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { heldHere, takeHeldOutcomes } from '../../data/sync/held-outcomes.ts';
import { toast } from '../../ui/feedback.tsx';

/** Asks this often where nothing is heard and something is held, in milliseconds: a decision at the center's own machine is no news. */
const EVERY_MS = 60_000;

/**
 * Learns, while the program is open, what was decided on this machine's held removals (rule D1), and says so once.
 * @param inSight the screen says it itself, see `HeldOutcomeNotice`
 */
export function useHeldOutcomes(inSight: boolean): void {
  const { t } = useTranslation('sync');
  const { bridge, replica, sync } = useData();
  const seen = useRef(inSight);
  useEffect(() => {
    seen.current = inSight;
  }, [inSight]);
  useEffect(() => {
    let closed = false;
    let running: Promise<void> | null = null;
    let again = false;
    const look = async (): Promise<void> => {
      const fresh = await takeHeldOutcomes(replica, bridge);
      if (closed || fresh.length === 0) return;
      // What was confirmed is there to be pulled; what came back may have moved on.
      sync.now();
      if (seen.current) return;
      const rejected = fresh.some(({ decision }) => decision === 'reject');
      toast(rejected ? 'warning' : 'success', t(rejected ? 'outcome.toastRejected' : 'outcome.toastConfirmed'));
    };
    const ask = (): void => {
      again = running !== null;
      running ??= look()
        .catch((error: unknown) => void bridge.invoke('app.report', { message: `held outcomes: ${String(error)}`, stack: '' }).catch(() => undefined))
        .finally(() => {
          running = null;
          if (again && !closed) ask();
        });
    };
    const stops = [
      bridge.on('link.news', ({ type }) => type === 'held' && ask()),
      bridge.on('link.connection', ({ state }) => state === 'online' && ask()),
    ];
    const turn = setInterval(() => void heldHere(replica.local).then((held) => held > 0 && ask()), EVERY_MS);
    ask();
    return () => {
      closed = true;
      for (const stop of stops) stop();
      clearInterval(turn);
    };
    // The words follow the language, which draws the screen anew.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [bridge, replica, sync]);
}
