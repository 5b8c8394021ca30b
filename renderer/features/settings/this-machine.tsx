import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { useAppInfo } from '../../state/app-info.ts';
import { Section } from '../../ui/page.tsx';

/** The site and the device as the center knows them, and the program itself. */
export function ThisMachine() {
  const { t } = useTranslation(['settings', 'common']);
  const { enrolment } = useData();
  const info = useAppInfo((state) => state.info);
  const above = Object.keys(enrolment.above)
    .toSorted((a, b) => a.length - b.length)
    .map((code) => enrolment.above[code])
    .join(' · ');
  return (
    <Section title={t('settings:machine.title')}>
      <dl className="qy-settings-facts">
        <Fact name={t('settings:machine.site')}>{t('settings:machine.siteCode', { name: enrolment.siteName, code: enrolment.site })}</Fact>
        {above !== '' && <Fact name={t('settings:machine.above')}>{above}</Fact>}
        <Fact name={t('settings:machine.role')}>{t(`common:roles.${enrolment.role}`)}</Fact>
        <Fact name={t('settings:machine.device')}>{enrolment.deviceName}</Fact>
        <Fact name={t('settings:machine.center')}>{t('settings:machine.centerAt', { name: enrolment.centerName, address: enrolment.center })}</Fact>
        {info !== null && <Fact name={t('settings:machine.version')}>{t(`settings:machine.shell.${info.shell}`, { version: info.version })}</Fact>}
      </dl>
      {info?.keyStore === 'plain' && <Alert type="info" showIcon title={t('settings:keys.title')} description={t('settings:keys.plain')} />}
    </Section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="qy-settings-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
