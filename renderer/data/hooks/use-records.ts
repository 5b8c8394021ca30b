import { useEffect, useState } from 'react';
import type { Kind } from '#shared/domain/record.ts';
import type { RecordTypes } from '#shared/schema/records.ts';
import { mangoOf, readDoc, search, type ListQuery, type Where } from '../records/queries.ts';
import { useData } from './data-context.ts';
import { follow } from './follow.ts';

/** Rows of a live query. `rows` is null while it loads; `error` says what went wrong. */
export interface Live<T> {
  readonly value: T | null;
  readonly error: string | null;
}

const LOADING = { value: null, error: null } as const;

/** A live list; it follows every change, local or pulled. Give a growing `limit` to read on while scrolling. */
export function useList<K extends Kind>(kind: K, query: ListQuery): Live<readonly RecordTypes[K][]> {
  const { replica } = useData();
  const key = JSON.stringify(query);
  const [state, setState] = useState<Live<readonly RecordTypes[K][]>>(LOADING);
  useEffect(() => {
    return follow(
      () => replica.collections[kind].find(mangoOf(JSON.parse(key) as ListQuery)).$,
      (docs) => setState({ value: docs.map((doc) => readDoc(kind, doc.toJSON())), error: null }),
      (error) => setState({ value: null, error: String(error) }),
    );
  }, [replica, kind, key]);
  return state;
}

/** One live record; null in `value` while it loads, `gone` where there is none of this id. */
export function useRecord<K extends Kind>(kind: K, id: string): Live<RecordTypes[K] | 'gone'> {
  const { replica } = useData();
  const [state, setState] = useState<Live<RecordTypes[K] | 'gone'>>(LOADING);
  useEffect(() => {
    return follow(
      () => replica.collections[kind].findOne(id).$,
      (doc) => setState({ value: doc === null ? 'gone' : readDoc(kind, doc.toJSON()), error: null }),
      (error) => setState({ value: null, error: String(error) }),
    );
  }, [replica, kind, id]);
  return state;
}

/** A live count, read from an index. */
export function useCount(kind: Kind, where: Where = {}): number | null {
  const { replica } = useData();
  const key = JSON.stringify(where);
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    const selector = { removed: false, ...(JSON.parse(key) as Where) };
    return follow(() => replica.collections[kind].count({ selector }).$, setCount);
  }, [replica, kind, key]);
  return count;
}

/** What a search has found; with empty words it is the plain live list. */
export function useSearch<K extends Kind>(kind: K, words: string, query: ListQuery): Live<readonly RecordTypes[K][]> & { readonly searching: boolean } {
  const { replica } = useData();
  const list = useList(kind, query);
  const key = JSON.stringify(query);
  const [found, setFound] = useState<{ readonly words: string; readonly rows: readonly RecordTypes[K][]; readonly done: boolean } | null>(null);
  useEffect(() => {
    if (words.trim() === '') return;
    const stop = new AbortController();
    void search(replica, kind, words, JSON.parse(key) as ListQuery, (state) => setFound({ words, ...state }), stop.signal);
    return () => stop.abort();
    // The list's own changes start the search anew, so that hits stay live.
  }, [replica, kind, words, key, list.value]);
  if (words.trim() === '') return { ...list, searching: false };
  const current = found?.words === words ? found : null;
  return { value: current?.rows ?? null, error: list.error, searching: current === null || !current.done };
}
