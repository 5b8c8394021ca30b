import { create } from 'zustand';

/** One exchange with the center that succeeded. */
export interface ExchangeNote {
  /** Milliseconds since 1970 by this machine's clock. */
  readonly at: number;
  readonly pushed: number;
  readonly pulled: number;
}

const KEPT = 50;

/** The last exchanges since the program was opened, newest first. */
export const useExchanges = create<{ readonly exchanges: readonly ExchangeNote[] }>()(() => ({ exchanges: [] }));

export function noteExchange(note: ExchangeNote): void {
  useExchanges.setState(({ exchanges }) => ({ exchanges: [note, ...exchanges].slice(0, KEPT) }));
}
