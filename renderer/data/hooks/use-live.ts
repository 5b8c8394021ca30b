import { liveQuery } from 'dexie';
import { useEffect, useState } from 'react';
import type { LocalDb } from '../local/local-db.ts';
import { useData } from './data-context.ts';
import { follow } from './follow.ts';

interface LiveValue<T> {
  readonly local: LocalDb;
  readonly key: string;
  readonly value: T;
}

/** A live query on this machine's own books; null while it loads. `key` changes when the query does. */
export function useLive<T>(query: (local: LocalDb) => Promise<T>, key: string): T | null {
  const { local } = useData().replica;
  const [state, setState] = useState<LiveValue<T> | null>(null);
  useEffect(() => {
    return follow(() => liveQuery(() => query(local)), (value) => setState({ local, key, value }), () => setState(null));
    // `key` stands for the query, whose identity changes with every render. The books are others once a site is enrolled anew.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [local, key]);
  return state !== null && state.local === local && state.key === key ? state.value : null;
}
