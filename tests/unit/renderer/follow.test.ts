import { Observable } from 'rxjs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { follow } from '../../../renderer/data/hooks/follow.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A query that fails while the disk is full, and the number of those who listen. */
function diskQuery() {
  const disk = { full: true, listening: 0, asked: 0 };
  const query = (): Observable<string> => {
    disk.asked += 1;
    return new Observable((listener) => {
      disk.listening += 1;
      if (disk.full) listener.error(new Error('full'));
      else listener.next('rows');
      return () => (disk.listening -= 1);
    });
  };
  return { disk, query };
}

it('says that a query failed, and asks again until it works', async () => {
  const { disk, query } = diskQuery();
  const said: string[] = [];
  const stop = follow(query, (value) => said.push(value), (error) => said.push(String(error)));
  expect(said).toEqual(['Error: full']);
  disk.full = false;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(said).toEqual(['Error: full', 'rows']);
  stop();
  expect(disk.listening).toBe(0);
});

it('asks no more once it is stopped', async () => {
  const { disk, query } = diskQuery();
  const stop = follow(query, () => undefined);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(disk.asked).toBe(1);
});
