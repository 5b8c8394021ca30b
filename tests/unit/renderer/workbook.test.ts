import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { workbook } from '../../../renderer/ui/xlsx/workbook.ts';

/** The files of an archive, found by its central directory. */
async function unzipped(blob: Blob): Promise<ReadonlyMap<string, string>> {
  const bytes = Buffer.from(await blob.arrayBuffer());
  const end = bytes.length - 22;
  expect(bytes.readUInt32LE(end)).toBe(0x06054b50);
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, size, name, offset] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)];
    const start = offset + 30 + bytes.readUInt16LE(offset + 26);
    const content = inflateRawSync(bytes.subarray(start, start + packed));
    expect(content).toHaveLength(size);
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), content.toString('utf8'));
    at += 46 + name;
  }
  return files;
}

const sheetOf = async (body: (string | number)[][], name = '台账') => (await unzipped(await workbook({ name, head: ['姓名', '分钟'], body, widths: [12, 8] }))).get('xl/worksheets/sheet1.xml') ?? '';

describe('an Excel file', () => {
  it('holds every row of a large list, numbers as numbers', async () => {
    const sheet = await sheetOf(Array.from({ length: 20_000 }, (_, index) => [`志愿者${index}`, index]));
    expect(sheet.match(/<row>/g)).toHaveLength(20_001);
    expect(sheet).toContain('<t xml:space="preserve">志愿者19999</t></is></c><c><v>19999</v></c>');
  });

  it('keeps text as text, whatever is in it', async () => {
    const sheet = await sheetOf([['=1+1 <b>&"', '013800\u0000\u000b'], ['😀\ud800', '多行\n文字']]);
    expect(sheet).toContain('>=1+1 &lt;b&gt;&amp;&quot;<');
    expect(sheet).toContain('>013800<');
    expect(sheet).toContain('>😀<');
    expect(sheet).toContain('>多行\n文字<');
  });

  it('has a head that stays in sight and a name that Excel takes', async () => {
    const files = await unzipped(await workbook({ name: '三河村[2026/11]：服务时长与活动参加情况统计总台账（全年汇总版本）', head: ['一'], body: [], widths: [9] }));
    expect(files.get('xl/worksheets/sheet1.xml')).toContain('state="frozen"');
    const name = /sheet name="([^"]*)"/.exec(files.get('xl/workbook.xml') ?? '')?.[1] ?? '';
    expect(name).toMatch(/^三河村 2026 11 /);
    expect(name.length).toBeLessThanOrEqual(31);
  });
});
