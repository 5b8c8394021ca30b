import { Segmented, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '../../data/hooks/use-records.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { PERIODS, type PeriodChoice } from './periods.ts';
import type { Period } from './service-queries.ts';
import { matching, useAllVolunteers } from './use-all-volunteers.ts';

export interface HoursFiltersProps {
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly searching: boolean;
  readonly volunteer: string;
  readonly onVolunteer: (id: string) => void;
  readonly choice: PeriodChoice;
  readonly onChoice: (choice: PeriodChoice) => void;
  readonly custom: Period;
  readonly onCustom: (period: Period) => void;
}

/** Narrows the ledger: by words, by person, by time. */
export function HoursFilters({ words, onWords, searching, volunteer, onVolunteer, choice, onChoice, custom, onCustom }: HoursFiltersProps) {
  const { t } = useTranslation('hours');
  return (
    <div className="qy-picker__tools">
      <SearchBox value={words} onChange={onWords} searching={searching} placeholder={t('search')} />
      <PersonFilter volunteer={volunteer} onVolunteer={onVolunteer} />
      <Segmented<PeriodChoice> aria-label={t('period')} value={choice} onChange={onChoice} options={PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))} />
      {choice === 'custom' && (
        <>
          <DayInput allowClear placeholder={t('from')} aria-label={t('from')} value={custom.from} onChange={(from) => onCustom({ ...custom, from })} />
          <DayInput allowClear placeholder={t('to')} aria-label={t('to')} value={custom.to} onChange={(to) => onCustom({ ...custom, to })} />
        </>
      )}
    </div>
  );
}

/** The list of people is read only once it is opened. */
function PersonFilter({ volunteer, onVolunteer }: Pick<HoursFiltersProps, 'volunteer' | 'onVolunteer'>) {
  const { t } = useTranslation('hours');
  const [asked, setAsked] = useState(false);
  const chosen = useRecord('volunteers', volunteer).value;
  const name = chosen === null || chosen === 'gone' ? '' : chosen.name;
  const known = { value: volunteer, label: volunteer === '' ? t('allPeople') : name };
  const props = { className: 'qy-picker__team', 'aria-label': t('person'), value: volunteer, onChange: onVolunteer, onOpenChange: setAsked };
  return asked ? <PersonSelect {...props} /> : <Select {...props} options={[known]} />;
}

function PersonSelect(props: { readonly value: string; readonly onChange: (id: string) => void; readonly onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation('hours');
  const all = useAllVolunteers();
  const [words, setWords] = useState('');
  const options = useMemo(() => matching(all ?? [], words).map(({ id, name, phone }) => ({ value: id, label: phone === '' ? name : `${name} ${phone}` })), [all, words]);
  return (
    <Select
      {...props}
      autoFocus
      defaultOpen
      loading={all === null}
      showSearch={{ filterOption: false, onSearch: setWords }}
      options={words === '' ? [{ value: '', label: t('allPeople') }, ...options] : options}
    />
  );
}
