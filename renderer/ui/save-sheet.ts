import type { Column } from './data-table.tsx';

/** Characters that neither a file's nor a sheet's name may have. */
const FORBIDDEN = /[\\/:*?"<>|[\]]/g;
const LONGEST_SHEET_NAME = 31;
/** Widths of columns in characters. */
const NARROWEST = 8;
const WIDEST = 60;

/** Writes rows into an .xlsx file and hands it to the browser to keep: bold head that stays in sight, columns as wide as their text. */
export async function saveSheet<T>(rows: readonly T[], columns: readonly Column<T>[], fileName: string, sheet: string): Promise<void> {
  const { default: writeXlsxFile } = await import('write-excel-file/browser');
  const { head, body, widths } = sheetOf(rows, columns);
  const cells = [head.map((value) => ({ value, fontWeight: 'bold' as const, backgroundColor: '#F3ECDF' })), ...body];
  const file = writeXlsxFile(cells, { columns: widths.map((width) => ({ width })), stickyRowsCount: 1, sheet: sheet.replace(FORBIDDEN, ' ').slice(0, LONGEST_SHEET_NAME) });
  await file.toFile(`${fileName.replace(FORBIDDEN, '_')}.xlsx`);
}

export interface SheetText {
  readonly head: string[];
  readonly body: (string | number)[][];
  readonly widths: number[];
}

/** The text of a sheet, and how wide each column has to be (in characters; a Chinese one counts two). */
export function sheetOf<T>(rows: readonly T[], columns: readonly Column<T>[]): SheetText {
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
