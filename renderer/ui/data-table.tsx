import { Table, type TableColumnType } from 'antd';
import type { ReactNode } from 'react';
import type { Column } from './column.ts';
import { Loading } from './states.tsx';
import { useRoom } from './use-room.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useSorted } from './use-sorted.ts';

export type { Column };

export interface DataTableProps<T extends { readonly id: string }> {
  /** Null while they are read. */
  readonly rows: readonly T[] | null;
  readonly columns: readonly Column<T>[];
  readonly onOpen?: (row: T) => void;
  /** Called near the end of the list; give more rows then. */
  readonly onEndReached?: () => void;
  readonly empty: ReactNode;
  /** Pixels; without it the table takes the room down to the window's end. */
  readonly height?: number;
}

/** Width of a column that names none, pixels at 100 % text. */
const OTHER_WIDTH = 160;
/** Pixels before the end at which more rows are asked for. */
const NEAR_END = 600;

/** A list of any length: only what is seen is drawn. Arrow keys move, Enter opens. */
export function DataTable<T extends { readonly id: string }>({ rows, columns, onOpen, onEndReached, empty, height }: DataTableProps<T>) {
  const { box, room } = useRoom(height);
  const { sorted, columnState, onChange } = useSorted(rows, columns);
  const { table, rowProps } = useRowKeys(sorted, onOpen);
  if (rows === null) return <Loading />;
  if (rows.length === 0) return <>{empty}</>;
  const antColumns = columns.map((column): TableColumnType<T> => {
    const base = { key: column.key, title: column.title, ellipsis: true, render: (_: unknown, row: T) => column.render(row), ...columnState(column) };
    return column.width === undefined ? base : { ...base, width: Math.round(column.width * room.scale) };
  });
  const least = columns.reduce((total, column) => total + (column.width ?? OTHER_WIDTH) * room.scale, 0);
  return (
    <div ref={box} className={onOpen === undefined ? 'qy-table' : 'qy-table qy-table--open'}>
      {room.width > 0 && (
        <Table<T>
          ref={table}
          virtual
          size="middle"
          rowKey="id"
          pagination={false}
          showSorterTooltip={false}
          columns={antColumns}
          dataSource={[...sorted]}
          scroll={{ x: Math.max(room.width, Math.round(least)), y: room.height }}
          onChange={onChange}
          onRow={rowProps}
          onScroll={({ currentTarget }) => {
            if (currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < NEAR_END) onEndReached?.();
          }}
        />
      )}
    </div>
  );
}
