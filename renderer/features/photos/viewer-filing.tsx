import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { DEFAULT_STANDARD, HAVES } from '#shared/domain/seven-haves.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useRecord, useSearch } from '../../data/hooks/use-records.ts';
import { toast } from '../../ui/feedback.tsx';
import { Field } from '../../ui/form-fields.tsx';
import { useStandard } from './use-standard.ts';

/** What the photo proves and which activity it shows; both can be changed. */
export function ViewerFiling({ record }: { readonly record: Evidence }) {
  const { t } = useTranslation('photos');
  const { writer } = useData();
  const move = async (changes: Partial<Pick<Evidence, 'item' | 'activity'>>): Promise<void> => {
    const saved = await writer.update('evidence', record.id, changes);
    toast(saved.ok ? 'success' : 'error', t(saved.ok ? 'viewer.moved' : 'viewer.notSaved'));
  };
  return (
    <>
      <ItemField value={record.item} onChange={(item) => void move({ item })} />
      <ActivityField value={record.activity} onChange={(activity) => void move({ activity })} />
    </>
  );
}

interface Choice {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ItemField({ value, onChange }: Choice) {
  const { t } = useTranslation(['photos', 'common']);
  const standard = useStandard();
  const items = standard?.items ?? [];
  const groups = HAVES.map((have) => ({
    label: t(`common:haves.${have}`),
    options: items.filter((item) => item.have === have).map((item) => ({ value: item.key, label: item.text })),
  }));
  // An item of an earlier standard may be known by its key alone: its words are not here.
  const words = DEFAULT_STANDARD.items.find(({ key }) => key === value)?.text ?? value;
  const other = value === '' || items.some(({ key }) => key === value) ? [] : [{ value, label: words }];
  return (
    <Field label={t('viewer.item')} field="item">
      <Select value={value} options={[{ value: '', label: t('viewer.noItem') }, ...other, ...groups.filter(({ options }) => options.length > 0)]} showSearch={{ optionFilterProp: 'label' }} popupMatchSelectWidth={false} onChange={onChange} />
    </Field>
  );
}

const FOUND = 50;

function ActivityField({ value, onChange }: Choice) {
  const { t } = useTranslation(['photos', 'haves']);
  const [words, setWords] = useState('');
  const found = useSearch('activities', words, { order: 'newest', limit: FOUND });
  const own = useRecord('activities', value).value;
  const name = own === null || own === 'gone' ? t('haves:album.unknownActivity') : own.title;
  const options = (found.value ?? []).filter(({ id }) => id !== value).map(({ id, title, occurredOn }) => ({ value: id, label: `${occurredOn} ${title}` }));
  const current = value === '' ? [] : [{ value, label: name }];
  return (
    <Field label={t('viewer.activity')} field="activity">
      <Select
        value={value}
        options={[{ value: '', label: t('viewer.noActivity') }, ...current, ...options]}
        showSearch={{ filterOption: false, onSearch: setWords, searchValue: words }}
        loading={found.searching}
        popupMatchSelectWidth={false}
        notFoundContent={t('viewer.pickActivity')}
        onChange={(id) => {
          setWords('');
          onChange(id);
        }}
      />
    </Field>
  );
}
