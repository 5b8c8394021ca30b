import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useData } from '../../data/hooks/data-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { hoursText } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, LoadFailed } from '../../ui/states.tsx';
import { HoursFilters } from './hours-filters.tsx';
import { daysOf, type PeriodChoice } from './periods.ts';
import { RecordDrawer } from './record-drawer.tsx';
import { RegisterPage } from './register-page.tsx';
import { useLedgerColumns, useServiceColumns, type LedgerLine } from './service-columns.tsx';
import { ALWAYS, type Period } from './service-queries.ts';
import { readLedger } from './read-ledger.ts';
import { useHoursList } from './use-hours-list.ts';
import { usePeriodTotal } from './use-period-total.ts';

/** Service hours: the ledger, or with `?register` in the address the form that registers many at once (`?register=<activity>` for an activity's). */
export function HoursPage() {
  const [params] = useSearchParams();
  const register = params.get('register');
  return register === null ? <Ledger /> : <RegisterPage key={register} activity={register} />;
}

function Ledger() {
  const { t } = useTranslation('hours');
  const { replica, clock } = useData();
  const [params, setParams] = useSearchParams();
  const volunteer = params.get('volunteer') ?? '';
  const [words, setWords] = useState('');
  const [choice, setChoice] = useState<PeriodChoice>('all');
  const [custom, setCustom] = useState<Period>(ALWAYS);
  const [open, setOpen] = useState<string | null>(params.get('record'));
  const period = daysOf(choice, clock.today(), custom);
  const list = useHoursList({ words, volunteer, period });
  const columns = useServiceColumns(list.custody);
  const ledger = useLedgerColumns();
  const load = (): Promise<readonly LedgerLine[]> => readLedger(replica, period, volunteer);
  const filtered = words.trim() !== '' || volunteer !== '' || choice !== 'all';
  const register = (
    <Button type="primary" size="large" onClick={() => setParams({ register: '' })}>
      {t('register')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      subtitle={t('subtitle')}
      actions={
        <>
          <ExportButton load={load} columns={ledger} fileName={t('export.file')} sheet={t('export.sheet')} />
          {register}
        </>
      }
    >
      <HoursFilters
        words={words}
        onWords={setWords}
        searching={list.searching}
        volunteer={volunteer}
        onVolunteer={(id) => setParams(id === '' ? {} : { volunteer: id })}
        choice={choice}
        onChoice={setChoice}
        custom={custom}
        onCustom={setCustom}
      />
      <Total period={period} volunteer={volunteer} />
      {list.error === null ? (
        <DataTable
          rows={list.rows}
          columns={columns}
          onOpen={(row) => setOpen(row.id)}
          onEndReached={list.more}
          empty={filtered ? <EmptyState title={t('nothingFound')} hint={t('nothingFoundHint')} /> : <EmptyState title={t('empty')} hint={t('emptyHint')} action={register} />}
        />
      ) : (
        <LoadFailed error={list.error} />
      )}
      <RecordDrawer row={list.rows?.find(({ id }) => id === open) ?? null} onClose={() => setOpen(null)} />
    </Page>
  );
}

/** What was served in the period; of one person, or of all. */
function Total({ period, volunteer }: { readonly period: Period; readonly volunteer: string }) {
  const { t } = useTranslation('hours');
  const total = usePeriodTotal(period, volunteer);
  if (total === null) return <div className="qy-total">{t('counting')}</div>;
  return (
    <div className="qy-total" role="status">
      {t('totalOf', { hours: hoursText(total.minutes, t), people: total.people, records: total.records })}
    </div>
  );
}
