import { z } from 'zod';
import type { LocalDb } from '../data/local/local-db.ts';
import { usePeople } from '../state/people.ts';

const KEY = 'people';
const schema = z.object({ names: z.array(z.string()), current: z.string() });

/** Reads the names of this machine from beside its replica and keeps them there; answers how to stop. */
export async function keepPeople(local: LocalDb): Promise<() => void> {
  const stored = schema.safeParse((await local.meta.get(KEY))?.value);
  usePeople.setState(stored.success ? stored.data : { names: [], current: '' });
  return usePeople.subscribe(({ names, current }) => void local.meta.put({ key: KEY, value: { names, current } }));
}
