import { Checkbox, Input, InputNumber, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { GENDERS, type Team } from '#shared/domain/people.ts';
import type { Edit } from '../../data/hooks/use-edit.ts';
import type { Fields } from '../../data/records/record-writer.ts';
import { useDayHint } from '../clock/index.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { Field, FormGrid } from '../../ui/form-fields.tsx';
import { problemAt } from '../../ui/problems.ts';

export interface VolunteerFormProps {
  readonly edit: Edit<'volunteers'>;
  readonly values: Fields<'volunteers'>;
  readonly teams: readonly Team[];
  /** The field of the ID number, which is not the record's. */
  readonly idNumber: ReactNode;
}

/** What is known of a volunteer. */
export function VolunteerForm({ edit, values, teams, idNumber }: VolunteerFormProps) {
  const { t } = useTranslation('people');
  const dayHint = useDayHint();
  const error = (field: string): string | undefined => problemAt(edit.problems, field, t);
  const text = (field: 'name' | 'phone' | 'number' | 'note') => ({
    value: values[field],
    onChange: (event: { readonly target: { readonly value: string } }) => edit.change({ [field]: event.target.value }),
    'data-field': field,
  });
  return (
    <FormGrid>
      <Field field="name" label={t('field.name')} required error={error('name')}>
        <Input maxLength={60} {...text('name')} />
      </Field>
      <Field field="phone" label={t('field.phone')} error={error('phone')}>
        <Input maxLength={40} inputMode="tel" {...text('phone')} />
      </Field>
      <Field field="gender" label={t('field.gender')} error={error('gender')}>
        <Radio.Group
          optionType="button"
          value={values.gender}
          onChange={(event) => edit.change({ gender: event.target.value as Fields<'volunteers'>['gender'] })}
          options={GENDERS.map((value) => ({ value, label: t(`gender.${value === '' ? 'none' : value}`) }))}
        />
      </Field>
      <Field field="birthYear" label={t('field.birthYear')} error={error('birthYear')}>
        <InputNumber<number> precision={0} controls={false} value={values.birthYear === 0 ? null : values.birthYear} onChange={(year) => edit.change({ birthYear: year ?? 0 })} />
      </Field>
      {idNumber}
      <Field field="joinedOn" label={t('field.joinedOn')} error={error('joinedOn')} hint={edit.record === null ? dayHint : undefined}>
        <DayInput value={values.joinedOn} onChange={(joinedOn) => edit.change({ joinedOn })} />
      </Field>
      <Field field="number" label={t('field.number')} error={error('number')}>
        <Input maxLength={60} {...text('number')} />
      </Field>
      <Field field="teams" label={t('field.teams')} error={error('teams')}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          value={[...values.teams]}
          onChange={(chosen: string[]) => edit.change({ teams: chosen })}
          options={teams.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
      <Field field="skills" label={t('field.skills')} hint={t('field.skillsHint')} error={error('skills')}>
        <Select mode="tags" open={false} suffixIcon={null} value={[...values.skills]} onChange={(skills: string[]) => edit.change({ skills })} />
      </Field>
      <Field field="partyMember" label={t('field.partyMember')}>
        <Checkbox checked={values.partyMember} onChange={(event) => edit.change({ partyMember: event.target.checked })}>
          {t('yes')}
        </Checkbox>
      </Field>
      <Field field="note" label={t('field.note')} wide error={error('note')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} {...text('note')} />
      </Field>
    </FormGrid>
  );
}
