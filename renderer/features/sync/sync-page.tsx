import { Tabs } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useData } from '../../data/hooks/data-context.ts';
import { useWaiting } from '../../data/hooks/use-custody.ts';
import { CustodyBadge } from '../../ui/custody-badge.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { CenterCheck } from './center-check.tsx';
import { PhotosTab } from './photos-tab.tsx';
import { ReceiptsList } from './receipts-list.tsx';
import { RecoveredList } from './recovered-list.tsx';
import { RefusedRecords } from './refused-records.tsx';
import { StatusCard } from './status-card.tsx';
import './sync.css';
import { WaitingRecords } from './waiting-records.tsx';

/** Tabs that begin below this part of the window show too little of what is in them. */
const LOWEST = 0.65;

/** The way of everything to the center: the link, what waits, what was received and what came back. `?tab=` opens a part. */
export function SyncPage() {
  const { t } = useTranslation('sync');
  const { enrolment } = useData();
  const waiting = useWaiting();
  const [params, setParams] = useSearchParams();
  const counted = (name: 'waiting' | 'photos' | 'refused', total: number): string => (total === 0 ? t(`tabs.${name}`) : t('tabCount', { name: t(`tabs.${name}`), total }));
  const refused = waiting?.aside ?? 0;
  const items = [
    { key: 'waiting', label: counted('waiting', waiting?.records ?? 0), children: <WaitingRecords /> },
    { key: 'photos', label: counted('photos', (waiting?.photos ?? 0) + (waiting?.photosFailed ?? 0)), children: <PhotosTab /> },
    { key: 'refused', label: counted('refused', refused), children: <RefusedRecords /> },
    { key: 'check', label: t('tabs.check'), children: <CenterCheck /> },
    { key: 'receipts', label: t('tabs.receipts'), children: <ReceiptsList /> },
    { key: 'recovered', label: t('tabs.recovered'), children: <RecoveredList /> },
  ];
  const asked = params.get('tab');
  const opened = useOpenedPart(waiting === null ? null : refused > 0 ? 'refused' : 'waiting');
  const active = items.some(({ key }) => key === asked) ? asked : opened;
  const tabs = useTabsInSight(asked);
  return (
    <Page title={t('title')} subtitle={t('subtitle', { center: enrolment.centerName })}>
      <StatusCard />
      <div ref={tabs}>
        <Tabs activeKey={active ?? 'waiting'} onChange={(tab) => setParams({ tab }, { replace: true })} items={items} destroyOnHidden />
      </div>
      <CustodyWords />
    </Page>
  );
}

/** What the screen opens with where nothing was asked for stays, also when what made it the first thing to see is settled. */
function useOpenedPart(first: string | null): string | null {
  const [opened, setOpened] = useState(first);
  if (opened === null && first !== null) setOpened(first);
  return opened;
}

/** In large text the card above fills the window: a part that was asked for is brought into sight. */
function useTabsInSight(asked: string | null) {
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked === null) return;
    // After the screen's own arrival, which goes to its top.
    const frame = requestAnimationFrame(() => {
      const top = tabs.current?.getBoundingClientRect().top ?? 0;
      if (top < 0 || top > window.innerHeight * LOWEST) tabs.current?.scrollIntoView({ block: 'start' });
    });
    return () => cancelAnimationFrame(frame);
  }, [asked]);
  return tabs;
}

/** What the three states of a record mean. */
function CustodyWords() {
  const { t } = useTranslation('sync');
  return (
    <Section title={t('states.title')}>
      <div className="sync-words">
        <div>
          <CustodyBadge custody={{ state: 'saved' }} />
          {t('states.saved')}
        </div>
        <div>
          <CustodyBadge custody={{ state: 'received', receipt: null }} />
          {t('states.received')}
        </div>
        <div>
          <CustodyBadge custody={{ state: 'refused', reason: { code: 'invalid', field: '', detail: '' } }} />
          {t('states.refused')}
        </div>
      </div>
    </Section>
  );
}
