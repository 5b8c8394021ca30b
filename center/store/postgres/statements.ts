import pg from 'pg';
import type { SqlValue } from '../sql.ts';

/** A statement as PostgreSQL takes it; where it has a name, a connection prepares it once. */
export interface Statement {
  readonly text: string;
  readonly name?: string;
}

/** Texts differ where they hold a list of marks; more of them than this are not kept prepared. */
const MAX_NAMED = 500;

const named = new Map<string, Statement>();

/** The statement with `$1, $2, …` for its marks. */
export function statementOf(sql: string): Statement {
  const known = named.get(sql);
  if (known !== undefined) return known;
  const text = numbered(sql);
  if (named.size >= MAX_NAMED) return { text };
  const made = { text, name: `q${named.size}` };
  named.set(sql, made);
  return made;
}

/** `?` to `$n`. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replaceAll('?', () => `$${(count += 1)}`);
}

/**
 * Values as the wire takes them. PostgreSQL's text cannot hold NUL: it becomes U+FFFD, so that nothing fails and nothing
 * is found by what it is not. Bodies of records are JSON, where NUL is escaped.
 */
export function valuesOf(values: readonly SqlValue[]): SqlValue[] {
  return values.map((value) => {
    if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
    return value instanceof Uint8Array && !Buffer.isBuffer(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
  });
}

const { BOOL, INT8, NUMERIC } = pg.types.builtins;
const NUMBERS: ReadonlySet<number> = new Set<number>([INT8, NUMERIC]);
const TRUTHS: ReadonlySet<number> = new Set<number>([BOOL]);
const TRUTH = (text: string): number => (text === 't' ? 1 : 0);

/** Parsers by type: whole numbers and sums to numbers, truth to 1 and 0, the rest as the driver has it. */
export const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (NUMBERS.has(oid)) return Number;
    return TRUTHS.has(oid) ? TRUTH : pg.types.getTypeParser(oid, format);
  }) as typeof pg.types.getTypeParser,
};

/** The most values of one statement: the wire counts them in 16 bits. */
const MAX_VALUES = 65_000;

/** Rows that one statement takes; a longer list is several. */
const MAX_ROWS = 1_000;

const GROUP = /\bVALUES\s*(\([^()]*\))/i;

/**
 * The same statement for many rows, as few statements as can be: its one group of marks is repeated. Null where it has
 * no such group, an UPDATE for example.
 */
export function grouped(sql: string, rows: readonly (readonly SqlValue[])[]): { readonly text: string; readonly values: SqlValue[] }[] | null {
  const group = GROUP.exec(sql)?.[1];
  const width = rows[0]?.length ?? 0;
  if (group === undefined || width === 0 || group.split('?').length - 1 !== width || sql.split('?').length - 1 !== width) return null;
  const most = Math.min(MAX_ROWS, Math.floor(MAX_VALUES / width));
  const parts: { readonly text: string; readonly values: SqlValue[] }[] = [];
  for (let start = 0; start < rows.length; start += most) {
    const part = rows.slice(start, start + most);
    parts.push({ text: numbered(sql.replace(group, part.map(() => group).join(', '))), values: valuesOf(part.flat()) });
  }
  return parts;
}
