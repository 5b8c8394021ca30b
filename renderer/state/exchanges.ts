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

/** The last exchanges since the program was opened, newest first, and what stands in the way of the one that is tried now. */
export const useExchanges = create<{ readonly exchanges: readonly ExchangeNote[]; readonly trouble: LinkError | null }>()(() => ({ exchanges: [], trouble: null }));

/** An exchange succeeded. */
export function noteExchange(note: ExchangeNote): void {
  useExchanges.setState(({ exchanges }) => ({ exchanges: [note, ...exchanges].slice(0, KEPT), trouble: null }));
}

/** An exchange failed and will be tried again. */
export function noteTrouble(trouble: LinkError): void {
  useExchanges.setState({ trouble });
}
