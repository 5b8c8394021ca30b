import { appendFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { UnsentEntry } from '#shared/bridge/unsent.ts';
import { versionOf } from '#shared/schema/version.ts';
import { openUnsentBook, type UnsentBook } from '../../../main/services/unsent/unsent-book.ts';
import { MemoryLog, temporaryFolder } from '../../support/host.ts';
import { activity } from '../../support/make-record.ts';

const REPLICA = '0192f0c1-0000-7000-8000-0000000000a1';
const OTHER = '0192f0c1-0000-7000-8000-0000000000a2';
const ASKED = { name: '211122101200', device: 'd1', replica: REPLICA, fresh: false, from: 0 } as const;

function entry(fields: Record<string, unknown> = {}): UnsentEntry {
  const record = activity(fields);
  return { kind: 'activities', id: record.id, version: versionOf(record), base: null, baseVersion: null, earlier: [], record } as unknown as UnsentEntry;
}

async function opened(): Promise<{ readonly folder: string; readonly log: MemoryLog; readonly book: UnsentBook; readonly file: string; again(): Promise<UnsentBook> }> {
  const folder = join(await temporaryFolder(), 'unsent');
  const log = new MemoryLog();
  return { folder, log, book: await openUnsentBook(folder, log), file: join(folder, `${REPLICA}.jsonl`), again: () => openUnsentBook(folder, log) };
}

const idsIn = async (book: UnsentBook): Promise<string[]> => (await book.read(ASKED)).entries.map(({ id }) => id);

describe('the book of unsent edits', () => {
  it('gives back after a restart what was kept and not dropped, whole and in order', async () => {
    const { book, again } = await opened();
    const [first, second, third] = [entry({ fromTheFuture: { deep: [1, null] } }), entry(), entry()] as const;
    await book.keep(REPLICA, [first, second]);
    await book.keep(REPLICA, [third]);
    await book.drop(REPLICA, [second]);
    expect((await (await again()).read(ASKED)).entries).toEqual([first, third]);
  });

  it('takes a later version in an earlier one’s place, and keeps it where only the earlier is dropped', async () => {
    const { book, again } = await opened();
    const first = entry();
    const record = { ...first.record, title: '后来的' };
    const later = { ...first, version: versionOf(record), record };
    await book.keep(REPLICA, [first]);
    await book.keep(REPLICA, [later]);
    await book.drop(REPLICA, [first]);
    expect((await (await again()).read(ASKED)).entries).toEqual([later]);
  });

  it('has everything that it answered for, wherever a kill cut the file', async () => {
    const { book, file, again, log } = await opened();
    const entries = Array.from({ length: 4 }, () => entry());
    for (const each of entries.slice(0, 3)) await book.keep(REPLICA, [each]);
    const answered = (await stat(file)).size;
    await book.keep(REPLICA, entries.slice(3));
    const bytes = await readFile(file);
    for (let cut = bytes.length - 2; cut > answered; cut -= 97) {
      await writeFile(file, bytes.subarray(0, cut));
      expect(await idsIn(await again())).toEqual(entries.slice(0, 3).map(({ id }) => id));
    }
    expect(log.lines.some((line) => line.includes('torn line'))).toBe(true);
  });

  it('goes on behind a torn line', async () => {
    const { book, file, again } = await opened();
    const [first, second] = [entry(), entry()];
    await book.keep(REPLICA, [first]);
    await appendFile(file, '{"keep":{"kind":"act');
    await book.keep(REPLICA, [second]);
    expect(await idsIn(await again())).toEqual([first.id, second.id]);
  });

  it('writes calls of one moment together, each sure when it resolves', async () => {
    const { book, again } = await opened();
    const entries = Array.from({ length: 300 }, () => entry());
    await Promise.all(entries.map((each) => book.keep(REPLICA, [each])));
    expect(await idsIn(await again())).toEqual(entries.map(({ id }) => id));
  });

  it('is written anew without what is done with, at opening and where it has grown far beyond what is live', async () => {
    const { book, file, again } = await opened();
    const live = entry();
    await book.keep(REPLICA, [live]);
    const large = Array.from({ length: 100 }, () => entry({ content: '字'.repeat(3_000) }));
    for (let round = 0; round < 12; round += 1) {
      await book.keep(REPLICA, large);
      await book.drop(REPLICA, large);
    }
    expect((await stat(file)).size).toBeLessThan(5_000_000);
    expect(await idsIn(await again())).toEqual([live.id]);
    expect((await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')).toHaveLength(1);
  });

  it('fails a call that could not be written, and takes the next', async () => {
    const { book, file } = await opened();
    const [lost, kept] = [entry(), entry()];
    expect(await idsIn(book)).toEqual([]);
    // A folder in the file's place refuses the write as a full disk does.
    await mkdir(file);
    await expect(book.keep(REPLICA, [lost])).rejects.toThrow('EISDIR');
    expect(await idsIn(book)).toEqual([]);
    await rm(file, { recursive: true });
    await book.keep(REPLICA, [kept]);
    expect(await idsIn(book)).toEqual([kept.id]);
  });

  it('reads page by page', async () => {
    const { book } = await opened();
    const entries = Array.from({ length: 1_200 }, () => entry());
    await book.keep(REPLICA, entries);
    const first = await book.read(ASKED);
    const second = await book.read({ ...ASKED, from: first.entries.length });
    expect([first.entries.length, first.more, second.more]).toEqual([1_000, true, false]);
    expect([...first.entries, ...second.entries]).toEqual(entries);
  });
});

describe('the book of unsent edits, asked by a replica without an id', () => {
  it('knows nothing of a name and a device that it never served', async () => {
    const { book } = await opened();
    expect(await book.read({ ...ASKED, fresh: true })).toEqual({ replica: REPLICA, known: false, entries: [], more: false });
    expect(await book.read({ ...ASKED, replica: OTHER, fresh: true })).toMatchObject({ replica: OTHER, known: false });
  });

  it('answers with what it kept for the replica that was lost, by name, or by device where the village has another code now', async () => {
    const { book, again, folder } = await opened();
    const waiting = entry();
    await book.read(ASKED);
    await book.keep(REPLICA, [waiting]);
    for (const asked of [{ ...ASKED, device: 'd2' }, { ...ASKED, name: '211122102200' }]) {
      expect(await (await again()).read({ ...asked, replica: OTHER, fresh: true })).toEqual({ replica: REPLICA, known: true, entries: [waiting], more: false });
    }
    expect(await (await again()).read({ ...ASKED, name: 'x', device: 'y', replica: OTHER, fresh: true })).toMatchObject({ known: false, entries: [] });
    expect((await readdir(folder)).toSorted()).toEqual([`${REPLICA}.jsonl`, 'replicas.json']);
  });
});
