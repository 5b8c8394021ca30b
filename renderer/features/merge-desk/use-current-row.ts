import { useState } from 'react';
import type { DeskRow } from './use-desk-rows.ts';

/** The record on the desk. Where it leaves the list, decided, the one that took its place in it comes up. */
export function useCurrentRow(rows: readonly DeskRow[]) {
  const [at, setAt] = useState<{ readonly key: string; readonly index: number }>({ key: '', index: 0 });
  const found = rows.findIndex(({ key }) => key === at.key);
  const index = found === -1 ? Math.min(at.index, rows.length - 1) : found;
  const select = (key: string): void => setAt({ key, index: Math.max(0, rows.findIndex((row) => row.key === key)) });
  return {
    row: rows[index] ?? null,
    select,
    /** Stays at the ends of the list. */
    move(step: 1 | -1): void {
      const next = rows[index + step];
      if (next !== undefined) setAt({ key: next.key, index: index + step });
    },
  };
}
