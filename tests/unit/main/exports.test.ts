import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { extractText, getDocumentProxy } from 'unpdf';
import type { Input, Output } from '#shared/bridge/contract.ts';
import type { PdfBlock } from '#shared/bridge/exports.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { Exports, type ExportsOptions } from '../../../main/services/exports/exports.ts';
import { findFont, fontFolders } from '../../../main/services/exports/find-font.ts';
import { FakeTimers, MemoryLog, temporaryFolder } from '../../support/host.ts';
import { smallDisk } from '../../support/small-disk.ts';

const AWAY = 'a'.repeat(64);

/** A picture of noise, so that nothing makes it smaller. */
function png(width = 40, height = 30): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const rows = Buffer.concat(Array.from({ length: height }, () => Buffer.concat([Buffer.alloc(1), randomBytes(width * 3)])));
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

async function setUp(more: Partial<ExportsOptions> & { folder?: string } = {}) {
  const folder = more.folder ?? (await temporaryFolder());
  const timers = new FakeTimers();
  const machine = { platform: 'linux' as const, home: join(folder, 'none'), mediaFolders: [] };
  const readPhoto = (hash: string) => Promise.resolve({ bytes: hash === AWAY ? null : png() });
  const exports = new Exports({ readPhoto, random: seededRandom(3), timers, log: new MemoryLog(), given: [{ folder, label: '优盘' }], machine, ...more });
  onTestFinished(() => exports.close());
  const { handlers } = exports;
  const place = (await handlers['places.list'](null)).places.find(({ kind }) => kind === 'given')?.id ?? '';
  const begin = async (form: 'folder' | 'pdf', name: string, rest: Partial<Input<'export.begin'>> = {}): Promise<string> => {
    const begun = await handlers['export.begin']({ place, form, name, ...rest });
    return begun.ok ? begun.value.id : begun.error.kind;
  };
  const file = (id: string, path: string[], bytes: Uint8Array) => handlers['export.file']({ id, path, source: { bytes } });
  return { folder, timers, exports, handlers, place, begin, file };
}

const done = (answer: Output<'export.finish'>) => (answer.ok ? answer.value : answer.error);

describe('a folder', () => {
  it('appears under its name only once it is whole, and gets a number where the name is taken', async () => {
    const { folder, handlers, begin, file } = await setUp();
    for (const [round, name] of ['甜水村相册', '甜水村相册 (2)'].entries()) {
      const id = await begin('folder', '甜水村相册');
      expect((await file(id, ['打水', 'a.jpg'], Buffer.from('one'))).ok).toBe(true);
      expect((await readdir(folder)).filter((entry) => !entry.startsWith('.'))).toHaveLength(round);
      expect(done(await handlers['export.finish']({ id }))).toEqual({ label: `优盘 / ${name}`, bytes: 3, files: 1, pages: 0 });
      expect(await readFile(join(folder, name, '打水', 'a.jpg'), 'utf8')).toBe('one');
    }
    expect((await readdir(folder)).toSorted()).toEqual(['甜水村相册', '甜水村相册 (2)']);
  });

  it('keeps names apart that differ by capitals or by what a stick cannot have', async () => {
    const { folder, handlers, begin, file } = await setUp();
    const id = await begin('folder', 'x/y');
    for (const name of ['A.jpg', 'a.JPG', 'b?.jpg', 'b*.jpg', 'CON']) await file(id, ['..', name], Buffer.from(name));
    await handlers['export.finish']({ id });
    expect((await readdir(join(folder, 'x_y', '_'))).toSorted()).toEqual(['A.jpg', 'CON_', 'a (2).JPG', 'b_ (2).jpg', 'b_.jpg']);
  });

  it('goes on without a photo that is away', async () => {
    const { handlers, begin } = await setUp();
    const id = await begin('folder', 'x');
    expect(await handlers['export.file']({ id, path: ['a.jpg'], source: { photo: AWAY } })).toEqual({ ok: false, error: { kind: 'photoAway', hash: AWAY } });
    expect((await handlers['export.file']({ id, path: ['b.jpg'], source: { photo: 'b'.repeat(64) } })).ok).toBe(true);
    expect(done(await handlers['export.finish']({ id }))).toMatchObject({ files: 1 });
  });

  it('leaves nothing where it is dropped, where nothing is added for an hour, and where the host ends', async () => {
    const { folder, handlers, begin, file, timers, exports } = await setUp();
    const dropped = await begin('folder', 'x');
    await handlers['export.drop']({ id: dropped });
    const forgotten = await begin('folder', 'y');
    timers.move(50 * 60_000);
    await file(forgotten, ['a'], Buffer.from('a'));
    timers.move(50 * 60_000);
    expect((await file(forgotten, ['b'], Buffer.from('b'))).ok).toBe(true);
    timers.move(60 * 60_000);
    await expect.poll(() => readdir(folder), { timeout: 20_000 }).toEqual([]);
    expect(await handlers['export.finish']({ id: forgotten })).toEqual({ ok: false, error: { kind: 'unknown' } });
    await begin('folder', 'z');
    await exports.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('of a host that was killed is removed by the next, and that of one that lives is let be', async () => {
    const { folder, begin } = await setUp();
    const living = `.qiyou-${process.ppid}-0a`;
    for (const name of ['.qiyou-2147483646-0b', living, '.qiyou-mine']) await mkdir(join(folder, name, 'deep'), { recursive: true });
    await begin('folder', 'x');
    const names = await readdir(folder);
    expect(names).not.toContain('.qiyou-2147483646-0b');
    expect(names).toEqual(expect.arrayContaining([living, '.qiyou-mine']));
  });

  it('says that the stick was pulled out, and makes no folder in its stead', async () => {
    const { folder, handlers, begin, file } = await setUp();
    const id = await begin('folder', 'x');
    await file(id, ['a'], Buffer.from('a'));
    await rename(folder, `${folder}-away`);
    onTestFinished(() => rm(`${folder}-away`, { recursive: true }));
    expect(await file(id, ['new', 'b'], Buffer.from('b'))).toEqual({ ok: false, error: { kind: 'placeGone' } });
    expect(await handlers['export.finish']({ id })).toEqual({ ok: false, error: { kind: 'placeGone' } });
    await handlers['export.drop']({ id });
    await expect(access(folder)).rejects.toThrow();
  });

  it('is shown by the path that it was finished under, and by nothing else', async () => {
    const shown: string[] = [];
    const { folder, handlers, begin } = await setUp({ show: (path) => Promise.resolve(shown.push(path) > 0) });
    const id = await begin('folder', 'x');
    expect(await handlers['export.show']({ id })).toEqual({ shown: false });
    await handlers['export.finish']({ id });
    expect(await handlers['export.show']({ id })).toEqual({ shown: true });
    expect(shown).toEqual([join(folder, 'x')]);
  });
});

it.each(['folder', 'pdf'] as const)('a full disk stops a %s, which goes on once there is room', async (form) => {
  const disk = await smallDisk(24);
  // Said aloud where it was not mounted.
  if (disk === null) return expect.soft(disk).toBeNull();
  const { handlers, begin, file, folder } = await setUp({ folder: disk.folder });
  const id = await begin(form, 'x');
  if (id === 'noFont') return console.warn('A PDF ON A FULL DISK IS NOT TESTED HERE: this machine has no Chinese font');
  const bytes = png(400, 300);
  const photo = { source: { bytes }, width: 400, height: 300, lines: ['一'] };
  const add = (name: string) => (form === 'folder' ? file(id, [name], bytes) : handlers['export.block']({ id, block: { type: 'photos', photos: [photo] } }));
  expect((await add('a')).ok).toBe(true);
  await disk.fill(50_000);
  const kinds: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const answer = await add('b');
    kinds.push(answer.ok ? 'ok' : answer.error.kind);
  }
  expect(kinds.at(-1)).toBe('diskFull');
  expect((await readdir(folder)).filter((name) => name.startsWith('x'))).toEqual([]);
  await disk.makeRoom();
  expect((await add('b')).ok).toBe(true);
  const { bytes: size } = done(await handlers['export.finish']({ id })) as { bytes: number };
  expect(size).toBeGreaterThanOrEqual(2 * bytes.length);
  if (form === 'pdf') {
    const text = (await extractText(await getDocumentProxy(new Uint8Array(await readFile(join(folder, 'x.pdf')))), { mergePages: true })).text;
    expect(text.match(/一/g)).toHaveLength(1 + kinds.filter((kind) => kind === 'ok').length + 1);
  }
});

const font = await findFont(fontFolders());
if (font === null) console.warn('PDFS ARE NOT TESTED HERE: this machine has no Chinese font');

describe.runIf(font !== null)('a PDF', () => {
  const photo = (line: string, more: Partial<Extract<PdfBlock, { type: 'photos' }>['photos'][number]> = {}) => ({ source: { bytes: png() }, width: 40, height: 30, lines: [line], ...more });

  it('has a cover, headings with bookmarks, photos with captions, page numbers, and says which photos are not in it', async () => {
    const { folder, handlers, begin } = await setUp();
    const id = await begin('pdf', '甜水村相册');
    const blocks: PdfBlock[] = [
      { type: 'cover', title: '甜水村志愿服务相册', subtitle: '二〇二六年', facts: [{ name: '照片', value: '六张' }] },
      { type: 'heading', text: '打水', note: '三月' },
      { type: 'photos', photos: [photo('井边'), photo('路上', { source: { photo: AWAY } }), photo('坏的', { source: { bytes: Buffer.from('RIFF webp') } })] },
      { type: 'heading', text: '修路', note: '' },
      { type: 'pair', before: photo('旧路'), after: photo('新路'), beforeWord: '之前', afterWord: '之后' },
    ];
    const left = [];
    for (const block of blocks) {
      const answer = await handlers['export.block']({ id, block });
      left.push(answer.ok ? answer.value.left : answer.error);
    }
    expect(left).toEqual([[], [], [{ index: 1, why: 'photoAway' }, { index: 2, why: 'notAPicture' }], [], []]);
    const finished = done(await handlers['export.finish']({ id }));
    const pdf = await getDocumentProxy(new Uint8Array(await readFile(join(folder, '甜水村相册.pdf'))));
    const { text } = await extractText(pdf);
    expect(finished).toMatchObject({ label: '优盘 / 甜水村相册.pdf', pages: text.length, files: 1 });
    expect(text[0]).toContain('甜水村志愿服务相册');
    const after = text.slice(1).join('\n');
    for (const word of ['打水', '井边', '照片不在本机', '照片无法显示', '之前', '新路', '第 2 页']) expect(after).toContain(word);
    expect((await pdf.getOutline()).map(({ title }) => title)).toEqual(['甜水村志愿服务相册', '打水', '修路']);
    const { info } = await pdf.getMetadata();
    expect(info).toMatchObject({ Title: '甜水村相册', Language: 'zh-CN' });
  });

  it('never leaves a heading alone at the foot of a page, nor a caption without end', async () => {
    const { folder, handlers, begin } = await setUp();
    const id = await begin('pdf', 'x', { words: { away: 'away', notAPicture: 'no picture', page: 'Page {page}' } });
    for (let round = 0; round < 12; round += 1) {
      await handlers['export.block']({ id, block: { type: 'heading', text: `标题${round}`, note: '' } });
      const photos = Array.from({ length: 1 + (round % 3) }, () => photo(`图${round}${'长'.repeat(280)}`));
      await handlers['export.block']({ id, block: { type: 'photos', photos } });
    }
    await handlers['export.finish']({ id });
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await readFile(join(folder, 'x.pdf')))));
    for (const [index, page] of text.entries()) {
      expect(page).toContain(`Page ${index + 1}`);
      for (const [, number] of page.matchAll(/标题(\d+)/g)) expect(page).toContain(`图${number}`);
      expect(page).toContain('…');
    }
  });

  it('of 300 photos is streamed: the file grows with them and the host holds few of them', { timeout: 300_000 }, async () => {
    const { folder, handlers, begin } = await setUp();
    const id = await begin('pdf', 'x');
    const bytes = png(320, 300);
    const before = process.memoryUsage();
    let most = 0;
    for (let number = 0; number < 300; number += 2) {
      const photos = [photo(`图${number}`, { source: { bytes } }), photo(`图${number + 1}`, { source: { bytes } })];
      expect((await handlers['export.block']({ id, block: { type: 'photos', photos } })).ok).toBe(true);
      if (number === 200) expect((await stat(join(folder, (await readdir(folder))[0] ?? '', 'album.pdf'))).size).toBeGreaterThan(190 * 280_000);
      most = Math.max(most, process.memoryUsage().rss - before.rss);
    }
    expect(done(await handlers['export.finish']({ id }))).toMatchObject({ pages: 50 });
    expect(most).toBeLessThan(200e6);
  });
});

it('a PDF is refused where the machine has no font for Chinese', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'a.jpg'), 'no font');
  const { begin } = await setUp({ fontFolders: [folder] });
  expect(await begin('pdf', 'x')).toBe('noFont');
});
