import { Checkbox, Input, InputNumber, Select, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { ACTIVITY_KINDS, SPECIAL_GROUPS, isLateEntry, type SpecialGroup } from '#shared/domain/activity.ts';
import type { Team } from '#shared/domain/people.ts';
import type { Edit } from '../../data/hooks/use-edit.ts';
import type { Fields } from '../../data/records/record-writer.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { Field, FormGrid } from '../../ui/form-fields.tsx';
import { Section } from '../../ui/page.tsx';
import { problemAt } from '../../ui/problems.ts';
import { useDayHint } from '../clock/index.ts';
import { DurationInput } from '../hours/index.ts';
import { SuggestInput } from './suggest-input.tsx';
import { useEarlier, usePeopleInCharge } from './suggestions.ts';

export interface ActivityFormProps {
  readonly edit: Edit<'activities'>;
  readonly values: Fields<'activities'>;
  readonly teams: readonly Team[];
  /** The instant of entry (ISO), or the day where it is only being entered: late entries are marked. */
  readonly enteredAt: string;
}

/** What, when, where and who. */
export function ActivityBasics({ edit, values, teams, enteredAt }: ActivityFormProps) {
  const { t } = useTranslation(['activities', 'common']);
  const places = useEarlier('place', values.place);
  const organisers = useEarlier('organiser', values.organiser);
  const people = usePeopleInCharge(values.inCharge);
  const doubt = useDayHint();
  const error = (field: string): string | undefined => problemAt(edit.problems, field, t);
  const dayHint = edit.record === null && doubt !== undefined ? doubt : isLateEntry(values.occurredOn, enteredAt) ? t('lateHint') : undefined;
  return (
    <Section title={t('basics')}>
      <FormGrid>
        <Field field="title" label={t('field.title')} required wide error={error('title')}>
          <Input data-field="title" maxLength={200} placeholder={t('field.titleHint')} value={values.title} onChange={(event) => edit.change({ title: event.target.value })} />
        </Field>
        <Field field="kind" label={t('field.kind')} required error={error('kind')}>
          <Select value={values.kind} onChange={(kind) => edit.change({ kind })} options={ACTIVITY_KINDS.map((kind) => ({ value: kind, label: t(`common:activityKinds.${kind}`) }))} />
        </Field>
        <Field field="occurredOn" label={t('field.occurredOn')} required error={error('occurredOn')} hint={dayHint}>
          <DayInput value={values.occurredOn} onChange={(occurredOn) => edit.change({ occurredOn })} />
        </Field>
        <Field field="startsAt" label={t('field.startsAt')} error={error('startsAt')}>
          <TimePicker
            format="HH:mm"
            minuteStep={5}
            needConfirm={false}
            value={values.startsAt === '' ? null : dayjs(`2000-01-01T${values.startsAt}`)}
            onChange={(time) => edit.change({ startsAt: time?.format('HH:mm') ?? '' })}
          />
        </Field>
        <Field field="minutes" label={t('field.minutes')} error={error('minutes')}>
          <DurationInput picks data-field="minutes" value={values.minutes} onChange={(minutes) => edit.change({ minutes })} />
        </Field>
        <Field field="place" label={t('field.place')} error={error('place')}>
          <SuggestInput field="place" maxLength={200} value={values.place} onChange={(place) => edit.change({ place })} suggestions={places} />
        </Field>
        <Field field="inCharge" label={t('field.inCharge')} error={error('inCharge')}>
          <SuggestInput field="inCharge" maxLength={60} value={values.inCharge} onChange={(inCharge) => edit.change({ inCharge })} suggestions={people} />
        </Field>
        <Field field="organiser" label={t('field.organiser')} error={error('organiser')}>
          <SuggestInput field="organiser" maxLength={120} value={values.organiser} onChange={(organiser) => edit.change({ organiser })} suggestions={organisers} />
        </Field>
        <Field field="teams" label={t('field.teams')} error={error('teams')}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            notFoundContent={t('noTeams')}
            value={[...values.teams]}
            onChange={(chosen: string[]) => edit.change({ teams: chosen })}
            options={teams.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Field>
      </FormGrid>
    </Section>
  );
}

/** Who came, and what was done. */
export function ActivityDetails({ edit, values }: Pick<ActivityFormProps, 'edit' | 'values'>) {
  const { t } = useTranslation('activities');
  const error = (field: string): string | undefined => problemAt(edit.problems, field, t);
  return (
    <Section title={t('details')}>
      <FormGrid>
        <Field field="attendance" label={t('field.attendance')} error={error('attendance')}>
          <InputNumber<number>
            data-field="attendance"
            min={0}
            precision={0}
            suffix={t('attendanceUnit')}
            value={values.attendance === 0 ? null : values.attendance}
            onChange={(attendance) => edit.change({ attendance: attendance ?? 0 })}
          />
        </Field>
        <Field field="served" label={t('field.served')} error={error('served')}>
          <Checkbox.Group<SpecialGroup> value={[...values.served]} onChange={(served) => edit.change({ served })} options={SPECIAL_GROUPS.map((group) => ({ value: group, label: t(`groups.${group}`) }))} />
        </Field>
        <Field field="content" label={t('field.content')} wide hint={t('field.contentHint')} error={error('content')}>
          <Input.TextArea data-field="content" autoSize={{ minRows: 3, maxRows: 12 }} maxLength={10_000} value={values.content} onChange={(event) => edit.change({ content: event.target.value })} />
        </Field>
      </FormGrid>
    </Section>
  );
}
