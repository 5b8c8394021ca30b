import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_NAME, sitDown, usePeople } from '../state/people.ts';
import { Field } from '../ui/form-fields.tsx';

export interface PersonDialogProps {
  readonly onDone?: () => void;
  /** Without it the dialog stays until there is a name. */
  readonly onCancel?: () => void;
}

/** Asks who is at the keyboard; the name goes into what the person records. */
export function PersonDialog({ onDone, onCancel }: PersonDialogProps) {
  const { t } = useTranslation(['app', 'common']);
  const names = usePeople((state) => state.names);
  const [name, setName] = useState('');
  const choose = (chosen: string): void => {
    if (chosen.trim() === '') return;
    sitDown(chosen);
    onDone?.();
  };
  return (
    <Modal
      open
      title={t('app:person.title')}
      closable={onCancel !== undefined}
      keyboard={onCancel !== undefined}
      mask={{ closable: false }}
      okText={t('app:person.start')}
      okButtonProps={{ disabled: name.trim() === '' }}
      cancelButtonProps={onCancel === undefined ? { style: { display: 'none' } } : {}}
      onOk={() => choose(name)}
      {...(onCancel === undefined ? {} : { onCancel })}
    >
      {onCancel === undefined && names.length > 0 && (
        <div className="qy-person-list">
          {names.map((known) => (
            <Button key={known} size="large" onClick={() => choose(known)}>
              {known}
            </Button>
          ))}
        </div>
      )}
      <Field label={t('app:person.name')} hint={t('app:person.hint')}>
        <Input autoFocus size="large" maxLength={LONGEST_NAME} value={name} onChange={(event) => setName(event.target.value)} onPressEnter={() => choose(name)} />
      </Field>
    </Modal>
  );
}
