import { expect, it } from 'vitest';
import { dropDraft, keepDraft, readDraft } from '../../../renderer/data/local/drafts.ts';
import type { LocalDb } from '../../../renderer/data/local/local-db.ts';

/** Books on a disk that can be full. */
function booksOn(disk: { full: boolean }) {
  const stored = new Map<string, unknown>();
  const drafts = {
    get: async (key: string) => (stored.has(key) ? { key, value: stored.get(key) } : undefined),
    async put({ key, value }: { readonly key: string; readonly value: unknown }) {
      if (disk.full) throw new Error('full');
      stored.set(key, value);
    },
    async delete(key: string) {
      stored.delete(key);
    },
  };
  return { stored, local: { drafts } as unknown as Pick<LocalDb, 'drafts'> };
}

it('finds typing again that the full disk could not take', async () => {
  const disk = { full: false };
  const { local, stored } = booksOn(disk);
  keepDraft(local, { key: 'activities:new', value: '端午' });
  await expect.poll(() => stored.get('activities:new')).toBe('端午');
  disk.full = true;
  keepDraft(local, { key: 'activities:new', value: '端午节包粽子' });
  await Promise.resolve();
  expect(await readDraft(local, 'activities:new')).toEqual({ key: 'activities:new', value: '端午节包粽子' });
  disk.full = false;
  keepDraft(local, { key: 'activities:new', value: '端午节包粽子，二十人' });
  await expect.poll(() => stored.get('activities:new')).toBe('端午节包粽子，二十人');
});

it('finds nothing of a form that was saved, whatever the disk took', async () => {
  const { local } = booksOn({ full: true });
  keepDraft(local, { key: 'activities:new', value: '端午' });
  dropDraft(local, 'activities:new');
  expect(await readDraft(local, 'activities:new')).toBeUndefined();
});
