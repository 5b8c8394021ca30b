import { DownOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sitDown, usePeople } from '../state/people.ts';
import { PersonDialog } from './person-dialog.tsx';

/** Who is at the keyboard, and the quick change to another of this machine's people. */
export function PersonSwitch() {
  const { t } = useTranslation('app');
  const { names, current } = usePeople();
  const [adding, setAdding] = useState(false);
  const items = [
    ...names.map((name, index) => ({ key: String(index), label: name, icon: <UserOutlined />, onClick: () => sitDown(name) })),
    { type: 'divider' as const, key: 'line' },
    { key: 'add', label: t('person.other'), onClick: () => setAdding(true) },
  ];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items, selectedKeys: [String(names.indexOf(current))] }}>
        <Button type="text" className="qy-person" icon={<UserOutlined />} aria-label={t('person.switch', { name: current })}>
          <span className="qy-person__name">{current === '' ? t('person.nobody') : current}</span>
          <DownOutlined aria-hidden="true" />
        </Button>
      </Dropdown>
      {adding && <PersonDialog onDone={() => setAdding(false)} onCancel={() => setAdding(false)} />}
    </>
  );
}
