import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FieldProblem } from '#shared/schema/validate.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { Field, FormGrid } from '../../ui/form-fields.tsx';
import { problemAt } from '../../ui/problems.ts';
import { useDayHint } from '../clock/index.ts';
import { DurationInput } from './duration-input.tsx';
import type { Registration } from './registration.ts';

export interface SharedFieldsProps {
  readonly registration: Registration;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (next: Registration) => void;
}

/** What is the same for all who took part: entered once, filled in from the activity. */
export function SharedFields({ registration, problems, onChange }: SharedFieldsProps) {
  const { t } = useTranslation('hours');
  const dayHint = useDayHint();
  const error = (field: string): string | undefined => problemAt(problems, field, t);
  const text = (field: 'content' | 'place' | 'beneficiary' | 'inCharge') => ({
    value: registration[field],
    onChange: (event: { readonly target: { readonly value: string } }) => onChange({ ...registration, [field]: event.target.value }),
    'data-field': field,
  });
  return (
    <FormGrid>
      <Field label={t('form.date')} required error={error('occurredOn')} hint={dayHint}>
        <DayInput value={registration.occurredOn} onChange={(occurredOn) => onChange({ ...registration, occurredOn })} />
      </Field>
      <Field label={t('form.minutes')} required error={error('minutes')}>
        <DurationInput picks data-field="minutes" value={registration.minutes} onChange={(minutes) => onChange({ ...registration, minutes })} />
      </Field>
      <Field label={t('form.content')} required error={error('content')}>
        <Input {...text('content')} />
      </Field>
      <Field label={t('form.place')} error={error('place')}>
        <Input {...text('place')} />
      </Field>
      <Field label={t('form.inCharge')} error={error('inCharge')}>
        <Input {...text('inCharge')} />
      </Field>
      <Field label={t('form.beneficiary')} error={error('beneficiary')}>
        <Input {...text('beneficiary')} />
      </Field>
    </FormGrid>
  );
}
