import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const text = readFileSync(resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');

/** The assumptions that the page names. */
const [r, b, p, q, d, h, k] = [20, 600, 3, 420e3, 1.5, 0.6, 0.5] as const;

const number = (cell: string | undefined): number => Number((cell ?? '').replaceAll(',', '').replace(/ .*$/, ''));
const rows = [...text.matchAll(/^\| (?:average county|largest county|largest city|average province|the country) \|(.*)\|$/gm)].map(([, cells = '']) => cells.split('|').map((cell) => cell.trim()));

describe('the arithmetic of docs/operations.md', () => {
  it('has the figures that its formulas give', () => {
    const wide = rows.filter((cells) => cells.length === 9);
    expect(wide).toHaveLength(5);
    for (const cells of wide) {
      const S = number(cells[0]);
      const day = S * p * q;
      const expected: readonly (readonly [value: number, digits: number])[] = [
        [S, 0], [(S * r) / 86_400, 2], [(S * r * k) / 1_800, 1], [S * d * h, 0], [(S * d * h) / 1_800, 1],
        [(S * r * 365 * b) / 1e9, 1], [day / 1e9, 2], [(day * 365) / 1e12, 2], [(day * k * 8) / 1_800 / 1e6, 1],
      ];
      expect(cells.map(number)).toEqual(expected.map(([value, digits]) => Number(value.toFixed(digits))));
    }
  });

  it('lists every figure that is still to be measured, and no other', () => {
    const marked = new Set([...text.matchAll(/⟦(M\d+)⟧/g)].map(([, name]) => name));
    const listed = new Set([...text.matchAll(/^\| (M\d+) \|/gm)].map(([, name]) => name));
    expect(marked).toEqual(listed);
  });

  it('has every place that it points to', () => {
    const headings = new Set([...text.matchAll(/^##+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(/[^a-z0-9 -]/g, '').replaceAll(' ', '-')));
    for (const [, anchor = ''] of text.matchAll(/\]\(#([a-z0-9-]+)\)/g)) expect(headings).toContain(anchor);
  });
});
