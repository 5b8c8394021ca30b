import { canonical } from '#shared/domain/canonical.ts';
import type { AnyRecord, Conflict } from '#shared/domain/record.ts';

/** Fields that say where a version came from or where it is filed (a move changes that), not what a person wrote. */
const NOT_WRITTEN = new Set(['id', 'site', 'to', 'v', 'createdAt', 'updatedAt', 'by', 'conflicts']);

/** A value that somebody saved and that must be found again. */
export interface Owed {
  readonly kind: string;
  readonly id: string;
  /** The field; of a list of items the item is owed, not the list. */
  readonly field: string;
  readonly item: boolean;
  /** Canonical text. */
  readonly value: string;
  readonly device: string;
  readonly step: number;
}

export const keyOf = (kind: string, id: string): string => `${kind}:${id}`;

/** All that people saved, by the world's own book. */
export class Ledger {
  /** Who ever edited a record. */
  readonly authors = new Map<string, Set<string>>();
  /** Records that a restore, damage or an old request may have turned back: there the history may hold what was displaced. */
  readonly shaken = new Set<string>();
  readonly #owed = new Map<string, Owed[]>();
  /** Values that somebody saw and replaced. */
  readonly #replaced = new Set<string>();

  get owed(): Owed[] {
    return [...this.#owed.values()].flat();
  }

  /** Somebody began to save; whether it came to that is not known yet. */
  attempt(device: string, kind: string, before: AnyRecord | undefined, after: AnyRecord): void {
    const key = keyOf(kind, after.id);
    this.authors.set(key, (this.authors.get(key) ?? new Set()).add(device));
    if (before === undefined) return;
    for (const field of written(before, after)) this.#replace(key, field, before[field], after[field]);
    for (const entry of gone(before.conflicts, after.conflicts)) {
      this.#replace(key, entry.field, entry.mine, undefined);
    }
  }

  /** It was saved. */
  saved(device: string, kind: string, before: AnyRecord | undefined, after: AnyRecord, step: number): void {
    const { id } = after;
    const owe = (field: string, value: unknown, item: boolean): void => {
      const list = this.#owed.get(keyOf(kind, id)) ?? [];
      this.#owed.set(keyOf(kind, id), list);
      list.push({ kind, id, field, item, value: canonical(value), device, step });
    };
    if (before === undefined) owe('id', id, false);
    for (const field of before === undefined ? Object.keys(after).filter((name) => !NOT_WRITTEN.has(name)) : written(before, after)) {
      const value = after[field];
      if (!Array.isArray(value)) owe(field, value, false);
      else for (const item of itemsOf(value)) if (!itemsOf(before?.[field]).includes(item)) owe(field, item, true);
    }
  }

  /** What an entry asks for was replaced by somebody who saw it. */
  isReplaced({ kind, id, field, value }: Owed): boolean {
    return this.#replaced.has(`${keyOf(kind, id)} ${field} ${value}`);
  }

  /** Takes entries out for which `stays` is false. */
  keep(stays: (entry: Owed) => boolean): void {
    for (const [key, entries] of this.#owed) this.#owed.set(key, entries.filter(stays));
  }

  #replace(key: string, field: string, before: unknown, after: unknown): void {
    const kept = new Set(itemsOf(after));
    if (Array.isArray(before)) for (const item of itemsOf(before)) if (!kept.has(item)) this.#replaced.add(`${key} ${field} ${canonical(item)}`);
    this.#replaced.add(`${key} ${field} ${canonical(before)}`);
  }
}

/** True where a version of the record says what is owed, in the field itself or in an entry of its conflicts. */
export function says(record: AnyRecord, { field, item, value }: Owed): boolean {
  const here = record[field];
  if (item ? itemsOf(here).some((one) => canonical(one) === value) : canonical(here) === value) return true;
  return record.conflicts.some((entry) => entry.field === field && [entry.mine, entry.theirs].some((one) => (item ? itemsOf(one).some((part) => canonical(part) === value) : canonical(one) === value)));
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function written(before: AnyRecord, after: AnyRecord): string[] {
  return Object.keys(after).filter((field) => !NOT_WRITTEN.has(field) && canonical(before[field]) !== canonical(after[field]));
}

function gone(before: readonly Conflict[], after: readonly Conflict[]): Conflict[] {
  const left = new Set(after.map(canonical));
  return before.filter((entry) => !left.has(canonical(entry)));
}
