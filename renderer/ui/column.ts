import type { ReactNode } from 'react';

/** A column of a list, on the screen and in an export. */
export interface Column<T> {
  readonly key: string;
  readonly title: string;
  /** Pixels at 100 % text. A column without it takes what is left. */
  readonly width?: number;
  readonly render: (row: T) => ReactNode;
  /** For the export; a column without it is not exported. */
  readonly text?: (row: T) => string | number;
  readonly sort?: (a: T, b: T) => number;
}
