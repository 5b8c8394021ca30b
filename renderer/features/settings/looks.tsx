import { Segmented } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '../../locales/resources.ts';
import { usePreferences } from '../../state/preferences.ts';
import { Section } from '../../ui/page.tsx';
import { TEXT_SIZES } from '../../ui/theme.ts';

/** Language and size of text. */
export function Looks() {
  const { t } = useTranslation('settings');
  const { language, textSize, set } = usePreferences();
  const [languageLabel, sizeLabel] = [useId(), useId()];
  return (
    <Section title={t('looks.title')}>
      <div className="qy-settings-choice">
        <span id={languageLabel} className="qy-settings-choice__name">
          {t('looks.language')}
        </span>
        <Segmented aria-labelledby={languageLabel} size="large" value={language} onChange={(chosen) => set({ language: chosen })} options={LANGUAGES.map((value) => ({ value, label: t(`looks.languages.${value}`) }))} />
      </div>
      <div className="qy-settings-choice">
        <span id={sizeLabel} className="qy-settings-choice__name">
          {t('looks.size')}
        </span>
        <Segmented aria-labelledby={sizeLabel} size="large" value={textSize} onChange={(chosen) => set({ textSize: chosen })} options={TEXT_SIZES.map((value) => ({ value, label: t(`looks.sizes.s${value}`) }))} />
      </div>
    </Section>
  );
}
