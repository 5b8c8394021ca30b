import { TranslationOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Bridge } from '#shared/bridge/contract.ts';
import { usePreferences } from '../../state/preferences.ts';
import { Seal } from '../../ui/seal.tsx';
import { EnrolForm } from './enrol-form.tsx';
import './enrol.css';

/** The first screen of a new machine: it is put down at the county center with a one-time code. */
export function EnrolPage({ bridge }: { readonly bridge: Bridge }) {
  const { t } = useTranslation('enrol');
  const { language, set } = usePreferences();
  return (
    <main className="qy-enrol">
      <div className="qy-enrol__side">
        <Seal />
        <h1 className="qy-enrol__title">{t('title')}</h1>
        <p>{t('intro')}</p>
        <ol className="qy-enrol__steps">
          <li>{t('steps.ask')}</li>
          <li>{t('steps.type')}</li>
          <li>{t('steps.done')}</li>
        </ol>
        <Button type="text" icon={<TranslationOutlined />} aria-label={t('language.switch')} onClick={() => set({ language: language === 'zh-CN' ? 'en' : 'zh-CN' })}>
          {t('language.other')}
        </Button>
      </div>
      <EnrolForm bridge={bridge} />
    </main>
  );
}
