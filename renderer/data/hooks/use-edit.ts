import { useCallback, useRef, useState } from 'react';
import { sameValue } from '#shared/domain/canonical.ts';
import type { Kind } from '#shared/domain/record.ts';
import type { RecordTypes } from '#shared/schema/records.ts';
import type { FieldProblem } from '#shared/schema/validate.ts';
import type { Fields, Saved } from '../records/record-writer.ts';
import { useData } from './data-context.ts';
import { useDraft } from './use-draft.ts';
import { useRecord } from './use-records.ts';

/** One record being written or changed in a form. */
export interface Edit<K extends Kind> {
  /** The record's id; a new record has it from the first keystroke on, so that saving twice is one act. */
  readonly id: string;
  /** The record as it was saved last; null while it loads and for a new one. */
  readonly record: RecordTypes[K] | null;
  /** There is no record of this id. */
  readonly gone: boolean;
  /** What the form shows; null while it loads. */
  readonly values: Fields<K> | null;
  /** Something was typed that is not saved. */
  readonly dirty: boolean;
  /** The typing comes from an earlier time and was found again. */
  readonly restored: boolean;
  readonly saving: boolean;
  /** What is wrong with which field, from the last try to save. */
  readonly problems: readonly FieldProblem[];
  /** The machine could not keep it (disk full), as its own words; null where it could. */
  readonly storage: string | null;
  change(part: Partial<Fields<K>>): void;
  /** Marks fields as wrong without saving. */
  refuse(problems: readonly FieldProblem[]): void;
  /** Saves what was typed and `more`; null where a save is under way already. */
  save(more?: Partial<Fields<K>>): Promise<Saved<K> | null>;
  /** Throws away what was typed. */
  discard(): void;
}

interface Draft<K extends Kind> {
  readonly id: string;
  readonly changes: Partial<Fields<K>>;
}

interface Outcome {
  readonly problems: readonly FieldProblem[];
  readonly storage: string | null;
}

const NOTHING_WRONG: Outcome = { problems: [], storage: null };

/**
 * A form over one record. Only the fields that were typed in are kept as a draft and saved, so that what arrives from
 * elsewhere meanwhile shows in all the others and is not overwritten.
 * @param id the record's id, or null for a new one
 * @param initial the fields of a new record; what an existing one starts with comes from itself
 * @param draft names the draft of a new record; one of an existing record goes by its id
 */
export function useEdit<K extends Kind>(kind: K, id: string | null, initial: Fields<K>, draft = 'new'): Edit<K> {
  const { writer } = useData();
  const live = useRecord(kind, id ?? '');
  const [newId] = useState(() => id ?? writer.newId());
  const kept = useDraft<Draft<K>>(`${kind}:${id ?? draft}`, { id: id ?? newId, changes: {} });
  const latest = useRef<Draft<K> | null>(null);
  latest.current = kept.value ?? latest.current;
  const [found, setFound] = useState(false);
  if (kept.restored && !found && Object.keys(kept.value?.changes ?? {}).length > 0) setFound(true);
  const [outcome, setOutcome] = useState<Outcome>(NOTHING_WRONG);
  const { saving, once } = useOnce();

  const existing = id !== null && live.value !== null && live.value !== 'gone' ? live.value : null;
  const start: Fields<K> | null = id === null ? initial : existing;
  const values = kept.value === null || start === null ? null : { ...start, ...kept.value.changes };
  const reset = useCallback(() => {
    const empty: Draft<K> = { id: latest.current?.id ?? newId, changes: {} };
    latest.current = empty;
    kept.set(empty);
    kept.clear();
    setFound(false);
    setOutcome(NOTHING_WRONG);
  }, [kept, newId]);

  return {
    id: kept.value?.id ?? newId,
    record: existing,
    gone: id !== null && live.value === 'gone',
    values,
    dirty: kept.value !== null && differs(kept.value.changes, start),
    restored: found,
    saving,
    ...outcome,
    change(part) {
      const draftNow = latest.current ?? { id: newId, changes: {} };
      latest.current = { ...draftNow, changes: { ...draftNow.changes, ...part } };
      kept.set(latest.current);
      const still = outcome.problems.filter(({ path }) => !((path.split('.')[0] ?? '') in part));
      if (still.length !== outcome.problems.length) setOutcome({ ...outcome, problems: still });
    },
    refuse: (problems) => setOutcome({ problems, storage: null }),
    save: (more = {}) =>
      once(async () => {
        const draftNow = latest.current ?? { id: newId, changes: {} };
        const fields = { ...draftNow.changes, ...more };
        const saved = id === null ? await writer.create(kind, { ...initial, ...fields }, draftNow.id) : await writer.update(kind, id, fields);
        if (saved.ok) reset();
        else setOutcome({ problems: saved.problems, storage: saved.storage });
        return saved;
      }),
    discard: reset,
  };
}

function differs(changes: object, start: object | null): boolean {
  return Object.entries(changes).some(([field, value]) => !sameValue(value, (start as Readonly<Record<string, unknown>> | null)?.[field]));
}

/** Lets one act run at a time: a second press of the button while it runs does nothing and answers null. */
export function useOnce(): { readonly saving: boolean; once<T>(act: () => Promise<T>): Promise<T | null> } {
  const running = useRef(false);
  const [saving, setSaving] = useState(false);
  const once = useCallback(async <T>(act: () => Promise<T>): Promise<T | null> => {
    if (running.current) return null;
    running.current = true;
    setSaving(true);
    try {
      return await act();
    } finally {
      running.current = false;
      setSaving(false);
    }
  }, []);
  return { saving, once };
}
