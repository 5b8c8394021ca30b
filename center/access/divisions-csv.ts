import { parse } from 'csv-parse/sync';
import { tierOf, type Tier } from '#shared/domain/site-code.ts';

/** One division as the file has it. */
export interface DivisionRow {
  readonly code: string;
  readonly tier: Tier;
  readonly name: string;
  /** The code of the division above; '' for a city. */
  readonly parent: string;
}

/** A row that was left out, and why. Lines count from 1, the header being the first. */
export interface RowProblem {
  readonly line: number;
  readonly problem: string;
}

interface ParsedRow {
  readonly line: number;
  readonly columns: readonly string[];
}

const HEADER = ['code', 'level', 'name', 'parent'];

/** Lengths of codes, from a division to the one above it. */
const PARENT_LENGTH: Readonly<Record<Tier, number>> = { city: 0, county: 4, town: 6, village: 9 };

/**
 * Reads a divisions file: UTF-8 CSV with the columns code, level, name, parent. A bad row is reported and stops nothing
 * else; a file without that header has one problem, at line 1, and no rows.
 */
export function readDivisions(text: string): { readonly rows: readonly DivisionRow[]; readonly problems: readonly RowProblem[] } {
  const [header, ...lines] = parsed(text);
  if (header === undefined || HEADER.some((name, index) => header.columns[index]?.trim() !== name)) {
    return { rows: [], problems: [{ line: 1, problem: `the first line must be ${HEADER.join(',')}` }] };
  }
  const rows: DivisionRow[] = [];
  const problems: RowProblem[] = [];
  const lineOf = new Map<string, number>();
  for (const { line, columns } of lines) {
    const row = rowOf(columns.map((column) => column.trim()));
    const earlier = typeof row === 'string' ? undefined : lineOf.get(row.code);
    if (typeof row === 'string') problems.push({ line, problem: row });
    else if (earlier !== undefined) problems.push({ line, problem: `code ${row.code} was on line ${earlier} already` });
    else {
      lineOf.set(row.code, line);
      rows.push(row);
    }
  }
  return { rows, problems };
}

/**
 * Line by line, since no name of a division has a line break in it: a quote that is opened and never closed spoils its
 * own line and does not swallow the rest of the file.
 */
function parsed(text: string): ParsedRow[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ line: index + 1, columns: columnsOf(line) }]));
}

function columnsOf(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',');
  try {
    const [columns = []] = parse(line, { relax_quotes: true });
    return columns;
  } catch {
    return [line];
  }
}

function rowOf(columns: readonly string[]): DivisionRow | string {
  const [code = '', level = '', name = '', parent = ''] = columns;
  if (columns.length !== HEADER.length) return `has ${columns.length} columns instead of ${HEADER.length}`;
  const tier = tierOf(code);
  if (tier === null) return `code "${code}" is not 4, 6, 9 or 12 digits`;
  if (level !== tier) return `level "${level}" does not fit code ${code}, which is a ${tier}'s`;
  if (name === '' || name.length > 120) return 'the name must have 1 to 120 characters';
  const above = code.slice(0, PARENT_LENGTH[tier]);
  if (parent !== above) return `parent "${parent}" must be "${above}"`;
  return { code, tier, name, parent };
}
