import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { machineText, type Machine } from './machine.ts';

const DOCUMENT = resolve(import.meta.dirname, '../../../docs/benchmarks.md');

/** What a part's tables were measured on. */
export function noteText(machine: Machine, rounds: number): string {
  const load = machine.load > 0.5 ? `, load ${machine.load} before it began` : '';
  return `*${rounds} ${rounds === 1 ? 'round' : 'rounds'}; ${machineText(machine)}${load}.*\n`;
}

/** Puts a part's text between its marks in the document. */
export async function writeIntoDocument(part: string, text: string): Promise<void> {
  const [begin, end] = [`<!-- bench:${part} -->`, `<!-- /bench:${part} -->`];
  const document = await readFile(DOCUMENT, 'utf8');
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/benchmarks.md has no place for ${part}`);
  await writeFile(DOCUMENT, `${document.slice(0, from + begin.length)}\n\n${text}\n${document.slice(to)}`);
}
