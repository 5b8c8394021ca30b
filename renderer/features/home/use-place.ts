import type { Enrolment } from '#shared/bridge/contract.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useLive } from '../../data/hooks/use-live.ts';

/** Where the site stands among the divisions. */
export interface Place {
  readonly code: string;
  /** Names from the top division down to the site's own. */
  readonly names: readonly string[];
}

/** Where the place that people here know of is kept, in the local `meta` table. */
const KEPT = 'place';

function placeOf({ site, siteName, above }: Pick<Enrolment, 'site' | 'siteName' | 'above'>): Place {
  const codes = Object.keys(above).toSorted((a, b) => a.length - b.length);
  return { code: site, names: [...codes.map((code) => above[code] ?? code), siteName] };
}

/**
 * Rule L3: where the village was moved to another code since people here last took note of it, from where to where; null
 * else. `takeNote` ends it.
 */
export function useMove(): { readonly from: Place; readonly to: Place; readonly takeNote: () => void } | null {
  const { enrolment, replica } = useData();
  const to = placeOf(enrolment);
  const takeNote = (): void => void replica.local.meta.put({ key: KEPT, value: to });
  const kept = useLive(async (local) => ({ place: ((await local.meta.get(KEPT))?.value as Place | undefined) ?? null }), KEPT);
  if (kept === null || kept.place === null || kept.place.code === to.code) return null;
  return { from: kept.place, to, takeNote };
}

/** Notes the place of a machine that has noted none yet. */
export async function notePlace({ replica, enrolment }: Pick<ReturnType<typeof useData>, 'replica' | 'enrolment'>): Promise<void> {
  const { meta } = replica.local;
  await replica.local.transaction('rw', meta, async () => {
    if ((await meta.get(KEPT)) === undefined) await meta.put({ key: KEPT, value: placeOf(enrolment) });
  });
}
