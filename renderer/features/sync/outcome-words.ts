import { useTranslation } from 'react-i18next';
import type { KeptOutcome } from '../../data/sync/held-outcomes.ts';
import { instantText } from '../../ui/format.ts';
import { useKindName } from './face-columns.tsx';

/** Who decided what and when on a held removal, and what now stands (rule D1). */
export function useOutcomeWords(): (outcome: KeptOutcome) => { readonly title: string; readonly now: string } {
  const { t, i18n } = useTranslation('sync');
  const kindName = useKindName();
  return ({ decision, at, by, counts, written, outdated, restored }) => {
    const name = by.person || by.deviceName;
    const who = by.site === '' ? t('outcome.whoCenter') : t('outcome.who', { site: by.siteName, name });
    const what = Object.entries(counts).map(([kind, count]) => t('outcome.count', { kind: kindName(kind), count })).join(t('outcome.joiner'));
    const title = t(decision === 'reject' ? 'outcome.rejected' : 'outcome.confirmed', { who, what, when: instantText(new Date(at).toISOString(), i18n.language) });
    if (decision === 'reject') return { title, now: t(restored > 0 ? 'outcome.nowRestored' : 'outcome.nowStands', { count: restored, site: by.site === '' ? t('outcome.center') : by.siteName }) };
    return { title, now: t(outdated > 0 ? 'outcome.nowSome' : 'outcome.nowRemoved', { written, outdated }) };
  };
}
