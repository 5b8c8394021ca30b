import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Tables that show no list of their own: what a person is choosing from or filling in, or a list that its page exports. */
const NO_LIST = new Map<string, string | null>([
  ['renderer/features/county/county-page.tsx', 'renderer/features/county/site-tools.tsx'],
  ['renderer/features/hours/chosen-people.tsx', null],
  ['renderer/features/hours/volunteer-picker.tsx', null],
  ['renderer/features/people/paste-dialog.tsx', null],
]);

describe('every list', () => {
  const tables = globSync('renderer/features/**/*.tsx').filter((file) => readFileSync(file, 'utf8').includes('<DataTable'));
  const lists = tables.flatMap((file) => NO_LIST.get(file) ?? (NO_LIST.has(file) ? [] : [file]));

  it.each(lists)('exports to Excel: %s', (file) => {
    expect(readFileSync(file, 'utf8')).toContain('<ExportButton');
  });
});
