/** A table of the document: cells are text. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What one part measured. */
export interface Outcome {
  readonly tables: readonly Table[];
  /** Sentences under the tables. */
  readonly notes: readonly string[];
  /** Every figure of every round, for the JSON file. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** How a part is to be run. */
export interface PartOptions {
  readonly rounds: number;
  /** Small numbers: shows that it works, and no more. */
  readonly quick: boolean;
  /** Also what takes hours. */
  readonly full: boolean;
  /** Numbers of its own, smaller still, for the smoke test. */
  readonly tiny?: boolean;
  /** Progress, for a person. */
  readonly say: (line: string) => void;
}

export function tableText({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [`**${title}**`, '', line(columns), line(columns.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line), ''].join('\n');
}

/** `yes`, or by how much it falls short. */
export function aimText(median: number, aim: number): string {
  return median >= aim ? `≥ ${aim}: yes` : `≥ ${aim}: **no**`;
}
