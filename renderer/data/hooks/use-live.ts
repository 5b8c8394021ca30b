import { liveQuery } from 'dexie';
import { useEffect, useState } from 'react';

/** A live Dexie query; null while it loads. `key` changes when the query does. */
export function useLive<T>(query: () => Promise<T>, key: string): T | null {
  const [state, setState] = useState<{ readonly key: string; readonly value: T } | null>(null);
  useEffect(() => {
    const subscription = liveQuery(query).subscribe({ next: (value) => setState({ key, value }), error: () => setState(null) });
    return () => subscription.unsubscribe();
    // `key` stands for the query, whose identity changes with every render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return state !== null && state.key === key ? state.value : null;
}
