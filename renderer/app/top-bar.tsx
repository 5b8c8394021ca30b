import { TranslationOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Enrolment } from '#shared/bridge/contract.ts';
import { useData } from '../data/hooks/data-context.ts';
import { usePreferences } from '../state/preferences.ts';
import { ConnectionPill } from './connection-pill.tsx';
import { PersonSwitch } from './person-switch.tsx';

/** The bar above every screen: which place this is, how the link stands, who is at the keyboard, which language. */
export function TopBar() {
  const { enrolment } = useData();
  const { t } = useTranslation('app');
  const { language, set } = usePreferences();
  const above = namesAbove(enrolment);
  return (
    <header className="qy-bar">
      <div className="qy-bar__place">
        {above !== '' && <span className="qy-bar__above">{above}</span>}
        <span className="qy-bar__site" title={enrolment.siteName}>
          {enrolment.siteName}
        </span>
      </div>
      <ConnectionPill />
      <PersonSwitch />
      <Button type="text" icon={<TranslationOutlined />} aria-label={t('language.switch')} onClick={() => set({ language: language === 'zh-CN' ? 'en' : 'zh-CN' })}>
        <span className="qy-language__word">{t('language.other')}</span>
      </Button>
    </header>
  );
}

/** The divisions above, largest first; the city is left out where a county is named, for its people know it. */
function namesAbove({ above }: Enrolment): string {
  const codes = Object.keys(above).toSorted((a, b) => a.length - b.length);
  return codes
    .filter((code) => code.length > 4 || codes.length === 1)
    .map((code) => above[code])
    .join(' · ');
}
