import type { Draft, LocalDb } from './local-db.ts';

/** Typing that the disk has not taken yet, or could not take because it is full: it stays with the window meanwhile. */
const unwritten = new WeakMap<Pick<LocalDb, 'drafts'>, Map<string, unknown>>();

function unwrittenOf(local: Pick<LocalDb, 'drafts'>): Map<string, unknown> {
  const known = unwritten.get(local) ?? new Map<string, unknown>();
  unwritten.set(local, known);
  return known;
}

/** The draft as it was typed last, also where it never got onto the disk; undefined where there is none. Throws where the disk cannot be read. */
export async function readDraft(local: Pick<LocalDb, 'drafts'>, key: string): Promise<Draft | undefined> {
  const typed = unwrittenOf(local);
  return typed.has(key) ? { key, value: typed.get(key) } : local.drafts.get(key);
}

/** Keeps what was typed. */
export function keepDraft(local: Pick<LocalDb, 'drafts'>, draft: Draft): void {
  const typed = unwrittenOf(local);
  typed.set(draft.key, draft.value);
  local.drafts.put(draft).then(
    () => typed.get(draft.key) === draft.value && typed.delete(draft.key),
    () => undefined,
  );
}

/** The form was saved or given up. */
export function dropDraft(local: Pick<LocalDb, 'drafts'>, key: string): void {
  unwrittenOf(local).delete(key);
  local.drafts.delete(key).catch(() => undefined);
}
