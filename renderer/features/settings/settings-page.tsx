import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { Page } from '../../ui/page.tsx';
import { ClockNote } from '../clock/index.ts';
import { VaultCheckSection } from '../photos/index.ts';
import { Drafts } from './drafts.tsx';
import { Looks } from './looks.tsx';
import { PhotoCacheSection } from './photo-cache-section.tsx';
import { PeopleHere } from './people-here.tsx';
import { RecycleBin } from './recycle-bin.tsx';
import { ThisMachine } from './this-machine.tsx';
import './settings.css';

/** Settings of this machine: who, how it looks, what it is, and what can be brought back. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const { enrolment } = useData();
  return (
    <Page title={t('title')}>
      <ClockNote />
      <div className="qy-settings">
        <PeopleHere />
        <Looks />
        <ThisMachine />
        <Drafts />
        <VaultCheckSection />
        {enrolment.role !== 'station' && <PhotoCacheSection />}
      </div>
      {enrolment.role === 'station' && <RecycleBin />}
    </Page>
  );
}
