import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isIdNumber } from '#shared/domain/people.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { Field } from '../../ui/form-fields.tsx';

export interface IdNumberProps {
  readonly volunteer: string;
  /** As the record has it. */
  readonly masked: string;
  /** What is being typed; null where nothing is. It is never part of the form's draft nor of the record. */
  readonly typed: string | null;
  readonly onType: (number: string | null) => void;
  readonly error?: string | undefined;
}

/** The ID number: typed once, kept by the host; the screen shows it masked, and whole on demand where this machine has it. */
export function IdNumber({ volunteer, masked, typed, onType, error }: IdNumberProps) {
  const { t } = useTranslation('people');
  const { bridge } = useData();
  const [shown, setShown] = useState<string | null>(null);
  const reveal = async (): Promise<void> => {
    const { number } = await bridge.invoke('identity.read', { volunteer });
    setShown(number ?? t('id.notHere'));
  };
  if (masked !== '' && typed === null) {
    return (
      <Field label={t('field.idNumber')} hint={t('field.idNumberHint')}>
        <div className="qy-id">
          <span className="qy-id__number">{shown ?? masked}</span>
          <Button type="link" onClick={() => (shown === null ? void reveal() : setShown(null))}>{t(shown === null ? 'id.show' : 'id.hide')}</Button>
          <Button type="link" onClick={() => onType('')}>{t('id.change')}</Button>
        </div>
      </Field>
    );
  }
  const number = normal(typed ?? '');
  const doubtful = number !== '' && !isIdNumber(number);
  return (
    <Field label={t('field.idNumber')} error={error ?? (doubtful ? t('id.wrong') : undefined)} hint={t('field.idNumberHint')}>
      <Input autoComplete="off" data-field="idNumber" maxLength={20} value={typed ?? ''} onChange={(event) => onType(event.target.value)} />
    </Field>
  );
}

/** As the host will read it: without spaces, with a large X. */
function normal(number: string): string {
  return number.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
}
