import { Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '../../ui/page.tsx';
import { useStandard } from '../photos/index.ts';
import { Album } from './album.tsx';
import { HavesItems } from './haves-items.tsx';
import './haves.css';

/** The seven haves of this site: the standard's items with their photos, and the album of all photos. `?have=` and `?item=` name where to begin. */
export function HavesPage() {
  const { t } = useTranslation('haves');
  const [params] = useSearchParams();
  const standard = useStandard();
  const [tab, setTab] = useState('items');
  return (
    <Page title={t('title')} subtitle={standard === null ? '' : t('subtitle', { title: standard.title, version: standard.version })}>
      <Tabs
        activeKey={tab}
        onChange={setTab}
        destroyOnHidden
        items={[
          { key: 'items', label: t('tabs.items'), children: <HavesItems have={params.get('have')} item={params.get('item')} /> },
          { key: 'album', label: t('tabs.album'), children: <Album /> },
        ]}
      />
    </Page>
  );
}
