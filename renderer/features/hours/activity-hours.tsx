import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { standingRecords, totalMinutes } from '#shared/domain/service-hours.ts';
import { hoursText } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { RecordList } from './record-list.tsx';
import { ofActivity } from './service-queries.ts';
import { useServiceRecords } from './use-service-records.ts';

/** The hours that arose from an activity, and the way to register more. */
export function ActivityHours({ activity }: { readonly activity: string }) {
  const { t } = useTranslation('hours');
  const navigate = useNavigate();
  const { value } = useServiceRecords(useMemo(() => ofActivity(activity), [activity]));
  const standing = standingRecords(value ?? []).filter((record) => record.minutes > 0);
  const sum = t('totalOf', { hours: hoursText(totalMinutes(value ?? []), t), people: new Set(standing.map((record) => record.volunteer)).size, records: standing.length });
  const register = (
    <Button type="primary" onClick={() => void navigate(`/hours?register=${activity}`)}>
      {t('registerForActivity')}
    </Button>
  );
  return (
    <Section
      title={t('ofActivity')}
      extra={
        <div className="qy-picker__tools">
          {standing.length > 0 && <strong>{sum}</strong>}
          {register}
        </div>
      }
    >
      <RecordList records={value} without={['date', 'content', 'place']} empty={<EmptyState title={t('ofActivityEmpty')} hint={t('emptyHint')} />} />
    </Section>
  );
}
