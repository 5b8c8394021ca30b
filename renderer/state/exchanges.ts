import { create } from 'zustand';
import type { LinkError } from '#shared/protocol/errors.ts';

/** One exchange with the center that succeeded. */
export interface ExchangeNote {
  /** Milliseconds since 1970 by this machine's clock. */
  readonly at: number;
  readonly pushed: number;
  readonly pulled: number;
}

const KEPT = 50;

interface Exchanges {
  /** The last exchanges since the program was opened, newest first. */
  readonly exchanges: readonly ExchangeNote[];
  /** What stands in the way of the one that is tried now. */
  readonly trouble: LinkError | null;
  /** Records that came since the program was opened. */
  readonly pulled: number;
}

export const useExchanges = create<Exchanges>()(() => ({ exchanges: [], trouble: null, pulled: 0 }));

/** An exchange succeeded. */
export function noteExchange(note: ExchangeNote): void {
  useExchanges.setState(({ exchanges, pulled }) => ({ exchanges: [note, ...exchanges].slice(0, KEPT), trouble: null, pulled: pulled + note.pulled }));
}

/** An exchange failed and will be tried again. */
export function noteTrouble(trouble: LinkError): void {
  useExchanges.setState({ trouble });
}
