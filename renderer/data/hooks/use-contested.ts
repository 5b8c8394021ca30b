import type { ContestedRow } from '../local/local-db.ts';
import { useLive } from './use-live.ts';

/** Records of this machine with conflicts that wait, live; null while they are read. */
export function useContested(): readonly ContestedRow[] | null {
  return useLive((local) => local.contested.where('open').above(0).toArray(), 'contested');
}

/** Records with decisions on conflicts, live; null while they are read. */
export function useDecided(): readonly ContestedRow[] | null {
  return useLive((local) => local.contested.where('decided').above(0).toArray(), 'decided');
}

/** How many conflicts wait on this machine, live. */
export function useContestedCount(): number {
  return useContested()?.reduce((total, { open }) => total + open, 0) ?? 0;
}
