import type { SetAside } from '../../data/hooks/use-custody.ts';
import { searchText } from '../../data/replica/pinyin.ts';
import type { RecordFace } from './record-face.ts';

/** A refused record as the list shows it. */
export interface AsideRow {
  readonly id: string;
  readonly aside: SetAside;
  readonly face: RecordFace;
  /** Words for the kind, the record's title and why it was refused. */
  readonly kind: string;
  readonly title: string;
  readonly reason: string;
  readonly advice: string;
}

export const ASIDE_ORDERS = ['newest', 'reason', 'kind'] as const;
export type AsideOrder = (typeof ASIDE_ORDERS)[number];

/** The rows that fit the words (text, pinyin or initials), in an order. */
export function sifted(rows: readonly AsideRow[], words: string, order: AsideOrder): readonly AsideRow[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const hits = wanted.length === 0 ? rows : rows.filter(({ kind, title, reason }) => includesAll(`${searchText(title)} ${kind} ${reason}`.toLowerCase(), wanted));
  // What was saved last is what a person remembers.
  const newest = hits.toSorted((a, b) => b.aside.order - a.aside.order);
  return order === 'newest' ? newest : newest.toSorted((a, b) => (order === 'reason' ? a.reason.localeCompare(b.reason) : a.kind.localeCompare(b.kind)));
}

function includesAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}
