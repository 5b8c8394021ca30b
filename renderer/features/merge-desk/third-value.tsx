import { Button, Input, InputNumber } from 'antd';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '#shared/domain/record.ts';
import { DayInput } from '../../ui/day-input.tsx';

export interface ThirdValueProps {
  readonly conflict: Conflict;
  readonly standing: unknown;
  readonly fieldName: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onChoose: (value: unknown) => void;
}

/** How a value of a field is written; null where it is one of a list and cannot be. */
export function writtenAs({ field, mine }: Conflict, standing: unknown): 'text' | 'number' | 'day' | null {
  if (CHOSEN.has(field)) return null;
  const known = [standing, mine].find((value) => value !== null && value !== undefined && value !== '');
  if (typeof known === 'number') return 'number';
  if (typeof known !== 'string') return null;
  return /^\d{4}-\d{2}-\d{2}$/.test(known) ? 'day' : 'text';
}

/** Fields whose values are words of the program or name other records. */
const CHOSEN: ReadonlySet<string> = new Set(['kind', 'status', 'type', 'gender', 'item', 'activity', 'volunteer', 'serviceRecord', 'corrects', 'before', 'site', 'to', 'hash', 'thumbHash', 'idHash', 'idMasked', 'originalHash', 'takenAt', 'takenSource', 'startsAt']);

/** A value that neither side wrote: a button, then a field. */
export function ThirdValue({ conflict, standing, fieldName, open, onOpen, onChoose }: ThirdValueProps) {
  const { t } = useTranslation('merge');
  const as = writtenAs(conflict, standing);
  if (as === null) return null;
  if (!open) {
    return (
      <Button onClick={() => onOpen(true)}>
        {t('choice.third')} <kbd className="desk-key">4</kbd>
      </Button>
    );
  }
  return <ThirdField as={as} start={standing} fieldName={fieldName} onCancel={() => onOpen(false)} onChoose={onChoose} />;
}

interface ThirdFieldProps {
  readonly as: 'text' | 'number' | 'day';
  readonly start: unknown;
  readonly fieldName: string;
  readonly onCancel: () => void;
  readonly onChoose: (value: unknown) => void;
}

function ThirdField({ as, start, fieldName, onCancel, onChoose }: ThirdFieldProps) {
  const { t } = useTranslation('merge');
  const [value, setValue] = useState<unknown>(start);
  const label = t('thirdLabel', { field: fieldName });
  const text = typeof value === 'string' ? value : '';
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onCancel();
    if (event.key === 'Enter' && event.ctrlKey) onChoose(value);
  };
  return (
    <form
      className="desk-third"
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(value);
      }}
    >
      {as === 'text' && <Input.TextArea autoFocus autoSize={{ minRows: 1, maxRows: 6 }} aria-label={label} value={text} onChange={(event) => setValue(event.target.value)} onKeyDown={onKeyDown} />}
      {as === 'number' && <InputNumber autoFocus aria-label={label} value={typeof value === 'number' ? value : null} onChange={(number) => setValue(number ?? 0)} onKeyDown={onKeyDown} />}
      {as === 'day' && <DayInput aria-label={label} value={text} onChange={setValue} />}
      <Button type="primary" htmlType="submit">
        {t('thirdSave')}
      </Button>
      <Button onClick={onCancel}>{t('thirdCancel')}</Button>
    </form>
  );
}
