import { useCallback, useEffect, useState } from 'react';
import { dropDraft, keepDraft, readDraft } from '../local/drafts.ts';
import { useData } from './data-context.ts';
import { follow } from './follow.ts';

/** An unfinished form that survives a killed program. */
export interface DraftHandle<T> {
  /** Null while it is read. */
  readonly value: T | null;
  /** True where typing from an earlier time was found. */
  readonly restored: boolean;
  set(value: T): void;
  /** The form was saved or given up. */
  clear(): void;
}

/**
 * Keeps a form's values on this machine while they are typed.
 * @param key names the form, such as `activity:new` or `activity:<id>`
 * @param initial what the form starts with where no draft is kept
 */
export function useDraft<T>(key: string, initial: T): DraftHandle<T> {
  const { replica } = useData();
  const [state, setState] = useState<{ readonly key: string; readonly value: T; readonly restored: boolean } | null>(null);
  useEffect(() => {
    // Read once, and until it can be: a draft that is there must not be written over by an empty form.
    return follow(
      () => readDraft(replica.local, key),
      (draft) => setState(draft === undefined ? { key, value: initial, restored: false } : { key, value: draft.value as T, restored: true }),
    );
    // `initial` is read once, when the form opens.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [replica, key]);
  const set = useCallback(
    (value: T) => {
      setState({ key, value, restored: false });
      keepDraft(replica.local, { key, value });
    },
    [replica, key],
  );
  const clear = useCallback(() => dropDraft(replica.local, key), [replica, key]);
  const own = state !== null && state.key === key ? state : null;
  return { value: own?.value ?? null, restored: own?.restored ?? false, set, clear };
}
