import { create } from 'zustand';
import type { LastExchange } from '../data/sync/start-sync.ts';

interface SyncStore {
  /** The last exchange with the center of this start; null before the first. */
  readonly lastExchange: LastExchange | null;
  /** Exchanges of this start. */
  readonly exchanges: number;
  /** To be given to the sync as its `onExchange`. */
  readonly setLastExchange: (exchange: LastExchange) => void;
}

/** What the sync did last, for the sync screen and the inspector. */
export const useSyncStore = create<SyncStore>()((set) => ({
  lastExchange: null,
  exchanges: 0,
  setLastExchange: (lastExchange) => set(({ exchanges }) => ({ lastExchange, exchanges: exchanges + 1 })),
}));
