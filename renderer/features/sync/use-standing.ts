import { useReplicaState } from '../../data/hooks/use-agreement.ts';
import { useBudget } from '../../data/hooks/use-budget.ts';
import { useWaiting } from '../../data/hooks/use-custody.ts';
import { openPoints, type OpenPoint, type Standing } from './open-points.ts';

/** Where this machine stands, and what is still open; null while it is read. */
export function useStanding(): (Standing & { readonly open: readonly OpenPoint[] }) | null {
  const waiting = useWaiting();
  const state = useReplicaState();
  const budget = useBudget();
  if (waiting === null || state === null || budget === null) return null;
  const standing = { waiting, state, paused: budget.paused };
  return { ...standing, open: openPoints(standing) };
}
