import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { isLateEntry, type Activity } from '#shared/domain/activity.ts';
import { hourFlags, isLongerThan, isMoreThanCame, type FlaggedRecord } from '#shared/domain/hour-flags.ts';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import { hoursText } from '../../ui/format.ts';
import { minutesFor, type Registration } from './registration.ts';

export interface RegisterNotesProps {
  readonly registration: Registration;
  readonly activity: Activity | null;
  /** Records of the same day, so that a person's whole day is seen. */
  readonly ofDay: readonly ServiceRecord[];
  readonly already: ReadonlyMap<string, number>;
  readonly today: string;
}

/** What wants a second look before saving. None of it stops anybody. */
export function RegisterNotes({ registration, activity, ofDay, already, today }: RegisterNotesProps) {
  const { t } = useTranslation('hours');
  const { people, occurredOn } = registration;
  const notes: string[] = [];
  if (activity !== null && people.some((person) => isLongerThan(minutesFor(person, registration), activity))) {
    notes.push(t('form.longerThanActivity', { hours: hoursText(activity.minutes, t) }));
  }
  const count = new Set([...people.map(({ volunteer }) => volunteer), ...already.keys()]).size;
  if (activity !== null && isMoreThanCame(count, activity)) notes.push(t('form.moreThanAttendance', { n: count, attendance: activity.attendance }));
  const overfull = overfullNames(registration, ofDay, today);
  if (overfull.length > 0) notes.push(t('form.dayOverfull', { names: overfull.join(' ') }));
  if (occurredOn !== '' && people.length > 0 && isLateEntry(occurredOn, today)) notes.push(t('form.late'));
  if (notes.length === 0) return null;
  return <Alert type="warning" showIcon title={notes.map((note) => <div key={note}>{note}</div>)} />;
}

/** Names of those whose day would have more than 24 hours. */
function overfullNames(registration: Registration, ofDay: readonly ServiceRecord[], today: string): string[] {
  const planned = registration.people.map(
    (person): FlaggedRecord => ({
      id: `planned:${person.volunteer}`,
      corrects: '',
      removed: false,
      volunteer: person.volunteer,
      activity: '',
      occurredOn: registration.occurredOn,
      minutes: minutesFor(person, registration),
      createdAt: today,
    }),
  );
  const flags = hourFlags([...ofDay, ...planned], new Map());
  return registration.people.filter(({ volunteer }) => flags.get(`planned:${volunteer}`)?.includes('dayOverfull') === true).map(({ name }) => name);
}
