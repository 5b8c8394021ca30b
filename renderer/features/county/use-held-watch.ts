import { useEffect } from 'react';
import type { News } from '#shared/protocol/news.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { askHeld, forgetHeld } from '../../state/held.ts';

/** Asks this often where nothing is heard, in milliseconds. */
const EVERY_MS = 60_000;
/** News of this time share one question, in milliseconds: a center of before `held` was told says no more than that something moved. */
const GATHER_MS = 3_000;
/** A push that was held in several parts is asked for once, in milliseconds. */
const HELD_GATHER_MS = 100;

/** Keeps the pushes that wait for confirmation known while the program is open; institutes and above are asked, stations are not. */
export function useHeldWatch(): void {
  const { bridge, enrolment } = useData();
  const asks = enrolment.role !== 'station';
  useEffect(() => {
    if (!asks) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const ask = (): void => void askHeld(bridge);
    const soon = ({ type }: News): void => {
      if (timer !== null && type !== 'held') return;
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(
        () => {
          timer = null;
          ask();
        },
        type === 'held' ? HELD_GATHER_MS : GATHER_MS,
      );
    };
    const stops = [bridge.on('link.news', soon), bridge.on('link.connection', ({ state }) => state === 'online' && ask())];
    const turn = setInterval(ask, EVERY_MS);
    ask();
    return () => {
      for (const stop of stops) stop();
      clearInterval(turn);
      if (timer !== null) clearTimeout(timer);
      forgetHeld();
    };
  }, [bridge, asks, enrolment.site]);
}
