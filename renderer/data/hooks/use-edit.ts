import { useCallback, useEffect, useRef, useState } from 'react';
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
  const typing = useTyping<K>(`${kind}:${id ?? draft}`, id);
  const [outcome, setOutcome] = useState<Outcome>(NOTHING_WRONG);
  const { saving, once } = useOnce();
  const record = id !== null && live.value !== 'gone' ? live.value : null;
  const start: Fields<K> | null = id === null ? initial : record;

  const discard = (): void => {
    typing.drop();
    setOutcome(NOTHING_WRONG);
  };
  const save = async (more: Partial<Fields<K>>): Promise<Saved<K>> => {
    const now = typing.now();
    const fields = { ...now.changes, ...more };
    const saved = id === null ? await writer.create(kind, { ...initial, ...fields }, now.id) : await writer.update(kind, id, fields);
    if (saved.ok) discard();
    else setOutcome(saved);
    return saved;
  };
  return {
    ...outcome,
    id: typing.id,
    record,
    gone: id !== null && live.value === 'gone',
    values: typing.changes === null || start === null ? null : { ...start, ...typing.changes },
    dirty: typing.changes !== null && differs(typing.changes, start),
    restored: typing.restored,
    saving,
    change(part) {
      typing.add(part);
      setOutcome((last) => ({ ...last, problems: last.problems.filter(({ path }) => !((path.split('.')[0] ?? '') in part)) }));
    },
    refuse: (problems) => setOutcome({ problems, storage: null }),
    save: (more = {}) => once(() => save(more)),
    discard,
  };
}

/** What is typed over a record, kept as a draft; `now` also has what was typed since the screen was last drawn. */
function useTyping<K extends Kind>(key: string, id: string | null) {
  const { writer } = useData();
  const [newId] = useState(() => id ?? writer.newId());
  const kept = useDraft<Draft<K>>(key, { id: newId, changes: {} });
  const latest = useRef<Draft<K>>({ id: newId, changes: {} });
  const [found, setFound] = useState(false);
  useEffect(() => {
    if (kept.value === null) return;
    latest.current = kept.value;
    if (kept.restored && Object.keys(kept.value.changes).length > 0) setFound(true);
  }, [kept.value, kept.restored]);
  const put = (draft: Draft<K>): void => {
    latest.current = draft;
    kept.set(draft);
  };
  return {
    id: kept.value?.id ?? newId,
    changes: kept.value?.changes ?? null,
    restored: found,
    now: () => latest.current,
    add: (part: Partial<Fields<K>>) => put({ ...latest.current, changes: { ...latest.current.changes, ...part } }),
    drop() {
      put({ ...latest.current, changes: {} });
      kept.clear();
      setFound(false);
    },
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
