import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FieldProblem } from '#shared/schema/validate.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { problemAt } from '../../ui/problems.ts';
import { EmptyState } from '../../ui/states.tsx';
import { DurationInput } from './duration-input.tsx';
import { minutesFor, withMinutes, withoutPerson, type RegisteredPerson, type Registration } from './registration.ts';

export interface ChosenPeopleProps {
  readonly registration: Registration;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (next: Registration) => void;
  /** Pixels. */
  readonly height: number;
}

type Row = RegisteredPerson & { readonly id: string };

/** Who was chosen, each with their time; the odd one is changed here. */
export function ChosenPeople({ registration, problems, onChange, height }: ChosenPeopleProps) {
  const { t } = useTranslation('hours');
  const rows = registration.people.map((person): Row => ({ ...person, id: person.volunteer }));
  const columns: readonly Column<Row>[] = [
    {
      key: 'name',
      title: t('column.name'),
      render: ({ name, minutes }) => (
        <span title={name}>
          {name}
          {minutes !== null && <span className="qy-tag">{t('form.own')}</span>}
        </span>
      ),
    },
    {
      key: 'minutes',
      title: t('column.minutes'),
      width: 150,
      render: (person) => {
        const error = problemAt(problems, `people.${person.volunteer}`, t);
        return (
          <>
            <DurationInput
              value={minutesFor(person, registration)}
              onChange={(minutes) => onChange(withMinutes(registration, person.volunteer, minutes))}
              aria-label={t('form.minutesOf', { name: person.name })}
              status={error === undefined ? '' : 'error'}
            />
            {error !== undefined && <div className="qy-field__error">{error}</div>}
          </>
        );
      },
    },
    {
      key: 'drop',
      title: '',
      width: 56,
      render: (person) => (
        <Button
          type="text"
          icon={<CloseOutlined />}
          aria-label={t('form.drop', { name: person.name })}
          title={t('form.drop', { name: person.name })}
          onClick={() => onChange(withoutPerson(registration, person.volunteer))}
        />
      ),
    },
  ];
  return (
    <div className="qy-chosen">
      <DataTable rows={rows} columns={columns} height={height} empty={<EmptyState title={t('form.nobody')} hint={t('form.nobodyHint')} />} />
    </div>
  );
}
