import { BugOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SyncInspector } from '../features/sync/index.ts';
import { useAppInfo } from '../state/app-info.ts';

/** The sync inspector in a drawer, where the host was started for developers. */
export function Inspector() {
  const { t } = useTranslation('app');
  const developer = useAppInfo((state) => state.info?.developer ?? false);
  const [open, setOpen] = useState(false);
  if (!developer) return null;
  return (
    <>
      <Button className="qy-inspect" icon={<BugOutlined />} aria-label={t('inspector')} title={t('inspector')} onClick={() => setOpen(true)} />
      <Drawer open={open} size="large" title={t('inspector')} mask={false} onClose={() => setOpen(false)}>
        {open && <SyncInspector />}
      </Drawer>
    </>
  );
}
