import type { TableProps } from 'antd';
import { useRef, useState, type ComponentRef, type KeyboardEvent } from 'react';
import type { Table } from 'antd';

const STEP: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
/** Frames in which a row that was scrolled to should have been drawn. */
const FRAMES = 10;

/** Keyboard for a table's rows: one of them is in the tab order, arrows move, Enter opens. */
export function useRowKeys<T extends { readonly id: string }>(rows: readonly T[], onOpen: ((row: T) => void) | undefined) {
  const table = useRef<ComponentRef<typeof Table>>(null);
  const [active, setActive] = useState<string | null>(null);
  const current = rows.some((row) => row.id === active) ? active : (rows[0]?.id ?? null);

  const moveTo = (row: T, event: KeyboardEvent): void => {
    setActive(row.id);
    table.current?.scrollTo({ key: row.id, align: 'nearest' } as never);
    focusRow(table.current?.nativeElement ?? null, row.id, FRAMES);
    event.preventDefault();
  };
  const rowProps: NonNullable<TableProps<T>['onRow']> = (row) => ({
    tabIndex: row.id === current ? 0 : -1,
    onFocus: () => setActive(row.id),
    onClick: () => onOpen?.(row),
    onKeyDown: (event) => {
      if (event.target !== event.currentTarget) return;
      if (event.key === 'Enter' && onOpen !== undefined) {
        event.preventDefault();
        onOpen(row);
        return;
      }
      const step = STEP[event.key];
      const at = rows.findIndex((other) => other.id === row.id);
      const next = step === undefined ? undefined : rows[Math.min(rows.length - 1, Math.max(0, at + step))];
      if (next !== undefined) moveTo(next, event);
    },
  });
  return { table, rowProps };
}

function focusRow(root: HTMLElement | null, id: string, frames: number): void {
  const row = root?.querySelector<HTMLElement>(`[data-row-key="${id}"]`);
  if (row !== null && row !== undefined) row.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusRow(root, id, frames - 1));
}
