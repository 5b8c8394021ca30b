import { Button, Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { useOnce } from '../../data/hooks/use-edit.ts';
import { toast } from '../../ui/feedback.tsx';
import { emptyVolunteer } from './new-people.ts';
import { useAskDuplicate } from './use-ask-duplicate.ts';

/** Name and phone, Enter, and the next: adds volunteers one after the other. Asks where the name is there already. */
export function QuickAdd() {
  const { t } = useTranslation(['people', 'common']);
  const { writer, clock } = useData();
  const ask = useAskDuplicate();
  const { saving, once } = useOnce();
  const first = useRef<InputRef>(null);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [refused, setRefused] = useState(false);

  const add = async (): Promise<void> => {
    const full = name.trim();
    const number = phone.trim();
    setRefused(full === '');
    if (full !== '' && (await ask(full, number))) {
      const saved = await writer.create('volunteers', { ...emptyVolunteer(clock.today()), name: full, phone: number });
      if (!saved.ok) return toast('error', t(saved.storage === null ? 'common:states.notSaved' : 'common:states.storageFull'));
      toast('success', t('quick.added', { name: full }));
      setName('');
      setPhone('');
    }
    first.current?.focus();
  };
  return (
    <form
      className="qy-quick"
      aria-label={t('quick.label')}
      onSubmit={(event) => {
        event.preventDefault();
        void once(add);
      }}
    >
      <Input ref={first} className="qy-quick__name" aria-label={t('quick.name')} placeholder={t('quick.name')} maxLength={60} status={refused ? 'error' : ''} value={name} onChange={(event) => setName(event.target.value)} />
      <Input className="qy-quick__phone" aria-label={t('quick.phone')} placeholder={t('quick.phone')} maxLength={40} inputMode="tel" value={phone} onChange={(event) => setPhone(event.target.value)} />
      <Button htmlType="submit" type="primary" loading={saving}>
        {t('quick.add')}
      </Button>
      <span className={refused ? 'qy-field__error' : 'qy-field__hint'}>{t(refused ? 'quick.nameNeeded' : 'quick.hint')}</span>
    </form>
  );
}
