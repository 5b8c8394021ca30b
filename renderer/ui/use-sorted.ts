import type { TableProps } from 'antd';
import { useMemo, useState } from 'react';
import type { Column } from './column.ts';

interface SortState {
  readonly key: string;
  readonly order: 'ascend' | 'descend';
}

/** Sorts the rows by the column that a person chose; without one they stay as they come. */
export function useSorted<T extends object>(rows: readonly T[] | null, columns: readonly Column<T>[]) {
  const [state, setState] = useState<SortState | null>(null);
  const sorted = useMemo(() => {
    const compare = state === null ? undefined : columns.find((column) => column.key === state.key)?.sort;
    if (rows === null || compare === undefined || state === null) return rows ?? [];
    return rows.toSorted((a, b) => (state.order === 'ascend' ? compare(a, b) : compare(b, a)));
  }, [rows, columns, state]);
  const columnState = (column: Column<T>) =>
    column.sort === undefined ? {} : { sorter: true, sortOrder: state?.key === column.key ? state.order : null };
  const onChange: TableProps<T>['onChange'] = (_pages, _filters, sorter) => {
    const chosen = Array.isArray(sorter) ? sorter[0] : sorter;
    const order = chosen?.order ?? null;
    setState(order === null || chosen?.columnKey === undefined ? null : { key: String(chosen.columnKey), order });
  };
  return { sorted, columnState, onChange };
}
