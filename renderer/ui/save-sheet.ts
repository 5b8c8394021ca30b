import type { Column } from './column.ts';
import { workbook } from './xlsx/workbook.ts';

/** Characters that a file's name may not have. */
const FORBIDDEN = /[\\/:*?"<>|[\]]/g;
/** Widths of columns in characters. */
const NARROWEST = 8;
const WIDEST = 60;
/** The browser has begun to read a download long before this many milliseconds. */
const KEPT_MS = 60_000;

/** Writes rows into an .xlsx file and hands it to the browser to keep: bold head that stays in sight, columns as wide as their text. */
export async function saveSheet<T>(rows: readonly T[], columns: readonly Column<T>[], fileName: string, sheet: string): Promise<void> {
  const file = await workbook({ name: sheet, ...sheetOf(rows, columns) });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${fileName.replace(FORBIDDEN, '_')}.xlsx`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

interface SheetText {
  readonly head: string[];
  readonly body: (string | number)[][];
  readonly widths: number[];
}

/** The text of a sheet, and how wide each column has to be (in characters; a Chinese one counts two). */
function sheetOf<T>(rows: readonly T[], columns: readonly Column<T>[]): SheetText {
  const exported = columns.flatMap(({ title, text }) => (text === undefined ? [] : [{ title, text }]));
  const body = rows.map((row) => exported.map(({ text }) => text(row)));
  const widths = exported.map(({ title }, index) => {
    const widest = body.reduce((most, row) => Math.max(most, widthOf(String(row[index] ?? ''))), widthOf(title));
    return Math.min(WIDEST, Math.max(NARROWEST, widest + 2));
  });
  return { head: exported.map(({ title }) => title), body, widths };
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0xff ? 2 : 1;
  return width;
}
