import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forgetPerson, LONGEST_NAME, sitDown, usePeople } from '../../state/people.ts';
import { undoToast } from '../../ui/feedback.tsx';
import { Section } from '../../ui/page.tsx';

/** Who may sit at this machine. */
export function PeopleHere() {
  const { t } = useTranslation(['settings', 'common']);
  const { names, current } = usePeople();
  const [name, setName] = useState('');
  const add = (): void => {
    sitDown(name);
    setName('');
  };
  const forget = (person: string): void => {
    const before = usePeople.getState();
    forgetPerson(person);
    undoToast(t('settings:people.forgotten', { name: person }), () => usePeople.setState({ names: before.names, current: before.current }));
  };
  return (
    <Section title={t('settings:people.title')}>
      <ul className="qy-settings-lines">
        {names.map((person) => (
          <li key={person} className="qy-settings-line">
            <span className="qy-settings-line__text">{person}</span>
            {person === current ? <span className="qy-settings-line__mark">{t('settings:people.now')}</span> : <Button onClick={() => sitDown(person)}>{t('settings:people.sit')}</Button>}
            {names.length > 1 && person !== current && (
              <Button type="text" aria-label={t('settings:people.forget', { name: person })} onClick={() => forget(person)}>
                {t('common:actions.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div className="qy-settings-add">
        <Input value={name} maxLength={LONGEST_NAME} placeholder={t('settings:people.placeholder')} aria-label={t('settings:people.placeholder')} onChange={(event) => setName(event.target.value)} onPressEnter={add} />
        <Button disabled={name.trim() === ''} onClick={add}>
          {t('common:actions.add')}
        </Button>
      </div>
      <p className="qy-settings-note">{t('settings:people.note')}</p>
    </Section>
  );
}
