import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDivisions } from '../../../center/access/divisions-csv.ts';

const HEADER = 'code,level,name,parent\n';

describe('reading a divisions file', () => {
  it('reads a real city: 4 counties, 50 towns, 544 villages', () => {
    const { rows, problems } = readDivisions(readFileSync('center/data/divisions-2111.csv', 'utf8'));
    const count = (tier: string) => rows.filter((row) => row.tier === tier).length;
    expect([count('city'), count('county'), count('town'), count('village')]).toEqual([1, 4, 50, 544]);
    expect(problems).toEqual([]);
  });

  it.each([
    ['12345,town,五位数,1234', 'is not 4, 6, 9 or 12 digits'],
    ['211122,town,盘山县,2111', 'does not fit code'],
    ['211122,county,,2111', 'name must have'],
    ['211122,county,盘山县,2112', 'parent "2112" must be "2111"'],
    ['211122,county,盘山县', 'has 3 columns instead of 4'],
    ['211122,county,盘山县,2111,more', 'has 5 columns instead of 4'],
    ['２１１１２２,county,盘山县,2111', 'is not 4, 6, 9 or 12 digits'],
    ['211103,county,又一个,2111', 'was on line 2 already'],
  ])('names the line of a bad row and goes on: %s', (row, problem) => {
    const { rows, problems } = readDivisions(`${HEADER}211103,county,兴隆台区,2111\n${row}\n211104,county,大洼区,2111\n`);
    expect(problems).toEqual([{ line: 3, problem: expect.stringContaining(problem) as string }]);
    expect(rows.map(({ code }) => code)).toEqual(['211103', '211104']);
  });

  it('takes a byte order mark, Windows line ends, blank lines and a stray quote', () => {
    const { rows, problems } = readDivisions(`\uFEFFcode,level,name,parent\r\n\r\n211103,county,兴"隆台区,2111\r\n211104,county, 大洼区 ,2111\r\n`);
    expect(problems).toEqual([]);
    expect(rows.map(({ name }) => name)).toEqual(['兴"隆台区', '大洼区']);
  });

  it('refuses a file without the header, and an empty one', () => {
    for (const text of ['', '211103,county,兴隆台区,2111\n', '<html></html>']) {
      expect(readDivisions(text)).toEqual({ rows: [], problems: [{ line: 1, problem: expect.stringContaining('first line must be') as string }] });
    }
  });

  it('an opened and never closed quote does not swallow the file', () => {
    const { rows, problems } = readDivisions(`${HEADER}211103,county,"兴隆台区,2111\n211104,county,"大洼区",2111\n`);
    expect(rows.map(({ code, name }) => [code, name])).toEqual([['211104', '大洼区']]);
    expect(problems.map(({ line }) => line)).toEqual([2]);
  });
});
