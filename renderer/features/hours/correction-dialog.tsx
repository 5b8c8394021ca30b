import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import type { FieldProblem } from '#shared/schema/validate.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useOnce } from '../../data/hooks/use-edit.ts';
import { usePeople } from '../../state/people.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { toast, useConfirm } from '../../ui/feedback.tsx';
import { Field } from '../../ui/form-fields.tsx';
import { problemAt } from '../../ui/problems.ts';
import { DurationInput } from './duration-input.tsx';
import { correctionOf, correctionProblems, type Correction } from './registration.ts';

/** Corrects a record: the right values and the reason become a new record that names it. Without minutes it is taken back. */
export function CorrectionDialog({ record, onClose }: { readonly record: ServiceRecord; readonly onClose: () => void }) {
  const { t } = useTranslation(['hours', 'common']);
  const { writer } = useData();
  const recorder = usePeople((state) => state.current);
  const confirm = useConfirm();
  const { saving, once } = useOnce();
  // Named from the start, so that a second press is the same act.
  const [id] = useState(() => writer.newId());
  const [values, setValues] = useState<Correction>({ occurredOn: record.occurredOn, minutes: record.minutes, place: record.place, content: record.content, reason: '' });
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [storage, setStorage] = useState<string | null>(null);
  const change = (part: Partial<Correction>): void => {
    setValues({ ...values, ...part });
    setProblems([]);
  };
  const save = async (correction: Correction): Promise<void> => {
    const wrong = correctionProblems(record, correction);
    setProblems(wrong);
    if (wrong.length > 0) return;
    const saved = await writer.create('serviceRecords', correctionOf(record, correction, recorder), id);
    if (!saved.ok) {
      setProblems(saved.problems);
      setStorage(saved.storage);
      return;
    }
    toast('success', t(correction.minutes === 0 ? 'correct.takenBack' : 'correct.saved'));
    onClose();
  };
  const takeBack = async (): Promise<void> => {
    if (values.reason.trim() === '') return setProblems([{ path: 'reason', code: 'too_small' }]);
    if (await confirm({ title: t('correct.takeBackTitle', { name: record.name }), content: t('correct.takeBackHint'), okText: t('correct.takeBack'), danger: true })) {
      await save({ ...values, occurredOn: record.occurredOn, minutes: 0 });
    }
  };
  const unchanged = problems.some(({ code }) => code === 'unchanged');
  return (
    <Modal
      open
      width="36rem"
      style={{ top: '1.5rem' }}
      title={t('correct.title', { name: record.name })}
      onCancel={onClose}
      footer={[
        <Button key="back" danger disabled={saving} onClick={() => void once(takeBack)}>
          {t('correct.takeBack')}
        </Button>,
        <Button key="cancel" onClick={onClose}>
          {t('common:actions.cancel')}
        </Button>,
        <Button key="save" type="primary" loading={saving} onClick={() => void once(() => save(values))}>
          {t('correct.save')}
        </Button>,
      ]}
    >
      <p>{t('correct.hint')}</p>
      {storage !== null && <Alert type="error" showIcon title={t('common:states.storageFull')} description={storage} />}
      <CorrectionFields values={values} problems={problems} onChange={change} onEnter={() => void once(() => save(values))} />
      {unchanged && <Alert type="info" showIcon title={t('correct.unchanged')} />}
    </Modal>
  );
}

interface CorrectionFieldsProps {
  readonly values: Correction;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (part: Partial<Correction>) => void;
  readonly onEnter: () => void;
}

function CorrectionFields({ values, problems, onChange, onEnter }: CorrectionFieldsProps) {
  const { t } = useTranslation('hours');
  const error = (field: string): string | undefined => problemAt(problems, field, t);
  return (
    <>
      <Field label={t('correct.minutes')} required error={error('minutes')}>
        <DurationInput picks data-field="minutes" value={values.minutes} onChange={(minutes) => onChange({ minutes })} />
      </Field>
      <Field label={t('form.date')} required error={error('occurredOn')}>
        <DayInput value={values.occurredOn} onChange={(occurredOn) => onChange({ occurredOn })} />
      </Field>
      <Field label={t('form.content')} required error={error('content')}>
        <Input value={values.content} onChange={(event) => onChange({ content: event.target.value })} />
      </Field>
      <Field label={t('form.place')} error={error('place')}>
        <Input value={values.place} onChange={(event) => onChange({ place: event.target.value })} />
      </Field>
      <Field label={t('correct.reason')} required hint={t('correct.reasonHint')} error={error('reason')}>
        <Input data-field="reason" value={values.reason} onChange={(event) => onChange({ reason: event.target.value })} onPressEnter={onEnter} />
      </Field>
    </>
  );
}
