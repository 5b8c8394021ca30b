import { describe, expect, it } from 'vitest';
import { seededRandom } from '#shared/ports/random.ts';
import { backoffMs } from '#shared/sync/backoff.ts';
import { afterUpload, nextPhotos, type PhotoEntry } from '#shared/sync/photo-queue.ts';

const photo = (fields: Partial<PhotoEntry>): PhotoEntry => ({ hash: 'h', evidence: 'e1', part: 'picture', size: 1, type: 'image/jpeg', state: 'waiting', reason: '', attempts: 0, ...fields });
const refused = (code: 'notWanted' | 'hashMismatch' | 'tooLarge') => ({ ok: false, error: { kind: 'refused', code, detail: '' } }) as const;

describe('photo queue', () => {
  it('T1 sends thumbnails first, then pictures, and no photo before its record was received', () => {
    const entries = [photo({ hash: 'p1' }), photo({ hash: 't1', part: 'thumb' }), photo({ hash: 't2', part: 'thumb', evidence: 'e2' })];
    const next = (from: readonly PhotoEntry[], received: (evidence: string) => boolean): string[] => nextPhotos(from, received).map(({ hash }) => hash);
    expect(next(entries, (evidence) => evidence === 'e1')).toEqual(['t1']);
    expect(next(entries.filter(({ hash }) => hash !== 't1'), (evidence) => evidence === 'e1')).toEqual(['p1']);
    expect(next(entries, () => false)).toEqual([]);
  });

  it('T1 sends several thumbnails side by side, but pictures one by one', () => {
    const thumbs = ['1', '2', '3', '4', '5', '6'].map((hash) => photo({ hash, part: 'thumb' }));
    expect(nextPhotos([photo({}), ...thumbs], () => true).map(({ hash }) => hash)).toEqual(['1', '2', '3', '4']);
    expect(nextPhotos([photo({ hash: 'a' }), photo({ hash: 'b' })], () => true).map(({ hash }) => hash)).toEqual(['a']);
  });

  it('C1 a photo is received by the center’s receipt alone', () => {
    expect(afterUpload(photo({}), { ok: true }).state).toBe('received');
    expect(afterUpload(photo({}), { ok: false, error: { kind: 'offline', detail: '' } })).toMatchObject({ state: 'waiting', reason: 'offline' });
    expect(afterUpload(photo({}), refused('notWanted'))).toMatchObject({ state: 'waiting', reason: 'notWanted' });
  });

  it('T1 a damaged photo is set aside at once, a refused one after five tries; neither is forgotten', () => {
    expect(afterUpload(photo({}), refused('hashMismatch'))).toMatchObject({ state: 'failed', reason: 'damaged' });
    expect(afterUpload(photo({ attempts: 3 }), refused('tooLarge')).state).toBe('waiting');
    expect(afterUpload(photo({ attempts: 4 }), refused('tooLarge'))).toMatchObject({ state: 'failed', reason: 'refused' });
  });
});

describe('backoff', () => {
  it('doubles from a second to a minute, spread by chance, and follows a busy center’s own word', () => {
    const offline = { kind: 'offline', detail: '' } as const;
    const random = seededRandom(7);
    for (let attempt = 1; attempt < 30; attempt += 1) {
      const full = Math.min(60_000, 1_000 * 2 ** (attempt - 1));
      const wait = backoffMs(offline, attempt, random);
      expect(wait).toBeGreaterThanOrEqual(full / 2);
      expect(wait).toBeLessThanOrEqual(full);
    }
    expect(backoffMs({ kind: 'busy', retryAfterMs: 90_000 }, 1, random)).toBe(90_000);
  });
});
