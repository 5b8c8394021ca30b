import { NEW_REPLICA, type Recovered, type RepairReport, type ReplicaState } from '#shared/ports/replica-store.ts';
import type { LocalDb } from '../local/local-db.ts';
import { STATE } from '../replica/rx-replica-store.ts';
import { useLive } from './use-live.ts';

/** Where the replica stands with its center. */
export async function replicaStateOf(local: LocalDb): Promise<ReplicaState> {
  return { ...NEW_REPLICA, ...((await local.meta.get(STATE))?.value as Partial<ReplicaState> | undefined) };
}

/** Where the replica stands with its center, live; null while it loads. */
export function useReplicaState(): ReplicaState | null {
  return useLive(replicaStateOf, STATE);
}

/** What the last comparison with the center's digests said (rules C1, C2); `none` before the first, null while it loads. */
export function useAgreement(): NonNullable<ReplicaState['agreement']> | 'none' | null {
  const state = useReplicaState();
  return state === null ? null : (state.agreement ?? 'none');
}

/** Contents that a repair or a person took out of the replica, newest first; null while it loads. `writer.restore` saves one again. */
export function useRecovered(limit = 200): readonly Recovered[] | null {
  // A Dexie collection's own reverse, not an array's.
  // oxlint-disable-next-line unicorn/no-array-reverse
  return useLive((local) => local.recovered.orderBy('at').reverse().limit(limit).toArray(), `recovered:${limit}`);
}

/** Takes one off the list of the recovered: a person has dealt with it. */
export async function forgetRecovered(local: LocalDb, { kind, id, version }: Pick<Recovered, 'kind' | 'id' | 'version'>): Promise<void> {
  await local.recovered.delete([kind, id, version]);
}

/** What repairs found and put right (rule C2), newest first; null while it loads. */
export function useRepairs(limit = 50): readonly RepairReport[] | null {
  // oxlint-disable-next-line unicorn/no-array-reverse -- A Dexie collection's own.
  return useLive((local) => local.repairs.orderBy('at').reverse().limit(limit).toArray(), `repairs:${limit}`);
}
