import { useTranslation } from 'react-i18next';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { Pending } from '#shared/ports/replica-store.ts';
import { isKind } from '#shared/schema/validate.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { forgetRecovered } from '../../data/hooks/use-agreement.ts';
import { toast, undoToast } from '../../ui/feedback.tsx';

type Named = Pick<Pending, 'kind' | 'id' | 'version' | 'base'>;

/** Takes the center's state back in place of refused edits; one click in the toast makes them edits again. */
export function useGiveUp(): (entries: readonly Named[]) => Promise<void> {
  const { t } = useTranslation('sync');
  const { sync, replica, writer } = useData();
  const bringBack = async (given: readonly (Named & { readonly record: AnyRecord })[]): Promise<void> => {
    for (const { kind, id, version, record } of given) {
      if (!isKind(kind)) continue;
      const saved = await writer.restore(kind, record);
      if (saved.ok) await forgetRecovered(replica.local, { kind, id, version });
      else toast('error', t('recovered.notUsed'));
    }
  };
  return async (entries) => {
    const given: (Named & { readonly record: AnyRecord })[] = [];
    for (const entry of entries) {
      const { kind, id } = entry;
      const [record] = await replica.engine.store.records(kind, [id]);
      if (record !== undefined && (await sync.giveUp(kind, id))) given.push({ ...entry, record });
    }
    // What the center never had is gone from here; the rest is as the center has it.
    const gone = given.every(({ base }) => base === null);
    if (given.length > 0) undoToast(t(gone ? 'refused.dropped' : 'refused.givenUp', { count: given.length }), () => void bringBack(given));
  };
}
