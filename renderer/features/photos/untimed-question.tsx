import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { dayText } from '../../ui/format.ts';
import type { ImportJob } from './import-job.ts';
import { useImports } from './use-imports.ts';

/** Asks once for a whole batch on which day the photos were taken that do not say so themselves. */
export function UntimedQuestion({ job, untimed }: { readonly job: ImportJob; readonly untimed: readonly Evidence[] }) {
  const { t, i18n } = useTranslation('photos');
  const { queue } = useImports();
  const today = useData().clock.today();
  const [day, setDay] = useState(job.givenDay ?? job.purpose.occurredOn);
  const [asking, setAsking] = useState(job.givenDay === null);
  if (!asking && job.givenDay !== null) {
    return (
      <div className="qy-untimed">
        {t('untimed.given', { count: untimed.length, day: dayText(job.givenDay, i18n.language) })}
        <Button type="link" className="qy-job__link" onClick={() => setAsking(true)}>
          {t('untimed.change')}
        </Button>
      </div>
    );
  }
  return (
    <form
      className="qy-untimed"
      onSubmit={(event) => {
        event.preventDefault();
        queue.giveDay(job.id, day);
        setAsking(false);
      }}
    >
      <div>{t('untimed.question', { count: untimed.length })}</div>
      <div className="qy-untimed__answer">
        <DatePicker
          value={dayjs(day)}
          allowClear={false}
          aria-label={t('untimed.label')}
          disabledDate={(date) => date.format('YYYY-MM-DD') > today}
          onChange={(date) => {
            if (date !== null) setDay(date.format('YYYY-MM-DD'));
          }}
        />
        <Button htmlType="submit">{t('untimed.confirm')}</Button>
      </div>
    </form>
  );
}
