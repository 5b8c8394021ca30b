import { Segmented } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useSearch } from '../../data/hooks/use-records.ts';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState, Loading, LoadFailed } from '../../ui/states.tsx';
import { PhotoImport, PhotoViewer } from '../photos/index.ts';
import { AlbumCopyButton } from './album-copy.tsx';
import { AlbumExport } from './album-export.tsx';
import { AlbumGrid } from './album-grid.tsx';
import { oncePerPicture } from './album-rows.ts';
import { useAlbumGroups, type GroupBy } from './use-album-groups.ts';

/** By month the list is read as it is scrolled; other headings need more of it at once. */
const PAGE: Readonly<Record<GroupBy, number>> = { month: 300, item: 3_000, activity: 3_000 };

/** All photos of this machine: grouped, searched, added to, exported. */
export function Album() {
  const { t } = useTranslation('haves');
  const today = useData().clock.today();
  const [words, setWords] = useState('');
  const [by, setBy] = useState<GroupBy>('month');
  const [pages, setPages] = useState(1);
  const [open, setOpen] = useState<string | null>(null);
  const close = useCallback(() => setOpen(null), []);
  const limit = PAGE[by] * pages;
  const found = useSearch('evidence', words, { order: 'newest', limit });
  const photos = useMemo<readonly Evidence[]>(() => (by === 'month' ? oncePerPicture(found.value ?? []) : (found.value ?? [])), [found.value, by]);
  const groups = useAlbumGroups(photos, by);
  // The viewer goes through the photos as they stand on the screen.
  const inOrder = useMemo(() => groups.flatMap((group) => group.photos), [groups]);
  const purpose = useMemo(() => ({ item: '', activity: '', occurredOn: today, caption: '' }), [today]);
  const more = (): void => {
    if (found.value !== null && found.value.length >= limit) setPages(pages + 1);
  };
  return (
    <div className="qy-album-tab">
      <div className="qy-album__tools">
        <SearchBox value={words} onChange={setWords} placeholder={t('album.search')} searching={found.searching} />
        <Segmented<GroupBy>
          aria-label={t('album.by')}
          value={by}
          onChange={(value) => {
            setBy(value);
            setPages(1);
          }}
          options={[
            { value: 'month', label: t('album.byMonth') },
            { value: 'item', label: t('album.byItem') },
            { value: 'activity', label: t('album.byActivity') },
          ]}
        />
        <span className="qy-album__right">
          <AlbumExport />
          <AlbumCopyButton by={by} />
          <PhotoImport purpose={purpose} look="button" />
        </span>
      </div>
      {found.error !== null && <LoadFailed error={found.error} />}
      {found.error === null && found.value === null && <Loading />}
      {found.value?.length === 0 && !found.searching && (words.trim() === '' ? <EmptyState title={t('album.empty')} hint={t('album.emptyHint')} /> : <EmptyState title={t('album.notFound')} hint={t('album.notFoundHint')} />)}
      {photos.length > 0 && <AlbumGrid groups={groups} onOpen={({ id }) => setOpen(id)} onEndReached={more} />}
      {open !== null && <PhotoViewer photos={inOrder} openId={open} onClose={close} />}
    </div>
  );
}
