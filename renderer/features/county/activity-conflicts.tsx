import { useTranslation } from 'react-i18next';
import { ACTIVITY_KINDS, ACTIVITY_STATUSES, type Activity } from '#shared/domain/activity.ts';
import { instantText, hoursText } from '../../ui/format.ts';
import { useFieldName } from '../sync/index.ts';

/** Where two people of the station changed an activity differently: both values. The choice is the station's. */
export function ActivityConflicts({ activity }: { readonly activity: Activity }) {
  const { t, i18n } = useTranslation('county');
  const fieldName = useFieldName();
  const valueText = useValueText();
  if (activity.conflicts.length === 0) return null;
  const standing = activity as unknown as Readonly<Record<string, unknown>>;
  return (
    <section className="qy-conflicts" aria-label={t('conflicts.title')}>
      <strong>{t('conflicts.title')}</strong>
      {activity.conflicts.map((entry) => (
        <div key={`${entry.field}:${entry.who.device}:${entry.when}`} className="qy-conflict">
          <strong>{fieldName(entry.field)}</strong>
          <div className="qy-conflict__values">
            <div className="qy-conflict__value">
              <span className="qy-conflict__whose">{t('conflicts.standing')}</span>
              <span className="qy-conflict__text">{valueText(entry.field, standing[entry.field])}</span>
            </div>
            <div className="qy-conflict__value">
              <span className="qy-conflict__whose">{t('conflicts.other', { person: entry.who.person || t('conflicts.someone'), when: instantText(entry.when, i18n.language) })}</span>
              <span className="qy-conflict__text">{valueText(entry.field, entry.mine)}</span>
            </div>
          </div>
        </div>
      ))}
    </section>
  );
}

/** A value of an activity in words. */
function useValueText(): (field: string, value: unknown) => string {
  const { t } = useTranslation(['county', 'common']);
  return (field, value) => {
    const kind = ACTIVITY_KINDS.find((known) => known === value);
    const status = ACTIVITY_STATUSES.find((known) => known === value);
    if (field === 'kind' && kind !== undefined) return t(`common:activityKinds.${kind}`);
    if (field === 'status' && status !== undefined) return t(`common:activityStatuses.${status}`);
    if (field === 'minutes' && typeof value === 'number') return hoursText(value, t);
    if (value === null || value === undefined || value === '') return t('activity.empty');
    return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  };
}
