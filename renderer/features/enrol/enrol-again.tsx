import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { EnrolForm } from './enrol-form.tsx';
import './enrol.css';

/** For a computer that the center no longer takes the word of: a new code of the same site, and all that waits is sent. */
export function EnrolAgain() {
  const { t } = useTranslation('enrol');
  const { bridge, enrolment } = useData();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" size="large" onClick={() => setOpen(true)}>
        {t('again.open')}
      </Button>
      <Modal open={open} title={t('again.title')} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <p>{t('again.hint', { site: enrolment.siteName })}</p>
        <EnrolForm bridge={bridge} earlier={{ center: enrolment.center, deviceName: enrolment.deviceName }} />
      </Modal>
    </>
  );
}
