import type { ItemState } from '#shared/domain/seven-haves.ts';
import { useBudget } from '../../data/hooks/use-budget.ts';
import { useContestedCount } from '../../data/hooks/use-contested.ts';
import { useWaiting } from '../../data/hooks/use-custody.ts';
import { useList } from '../../data/hooks/use-records.ts';
import { tasksOf, type Task } from './tasks.ts';

/** Enough for any station; who has more than these waiting does not read them all on the first screen. */
const PLANNED = 200;
const OTHERS = 50;

/** What waits for the person, live; null while it is read. Reads by status and from the newest alone. */
export function useTasks(today: string, items: readonly ItemState[] | null): { readonly tasks: readonly Task[] | null; readonly error: string | null } {
  const planned = useList('activities', { where: { status: 'planned' }, order: 'newest', limit: PLANNED });
  const held = useList('activities', { where: { status: 'held' }, order: 'newest', limit: OTHERS });
  const returned = useList('activities', { where: { status: 'returned' }, order: 'newest', limit: OTHERS });
  const contested = useContestedCount();
  const waiting = useWaiting();
  const paused = useBudget()?.paused ?? false;
  const error = planned.error ?? held.error ?? returned.error;
  if (planned.value === null || held.value === null || returned.value === null || waiting === null || items === null) return { tasks: null, error };
  const sources = { planned: planned.value, held: held.value, returned: returned.value, contested, items, refused: waiting.aside, photosFailed: waiting.photosFailed, paused, today };
  return { tasks: tasksOf(sources), error };
}
