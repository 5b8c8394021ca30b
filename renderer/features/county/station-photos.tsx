import { Button } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useList } from '../../data/hooks/use-records.ts';
import { listOnce } from '../../data/records/queries.ts';
import type { Column } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { EmptyState, Loading, LoadFailed } from '../../ui/states.tsx';
import { photoName, PhotoThumb, PhotoViewer, thumbOf, useStandard } from '../photos/index.ts';

const PAGE = 60;

/** A station's photos, newest first, as their bytes arrive. */
export function StationPhotos({ code, name }: { readonly code: string; readonly name: string }) {
  const { t } = useTranslation('county');
  const { replica, clock } = useData();
  const [limit, setLimit] = useState(PAGE);
  const [open, setOpen] = useState<string | null>(null);
  const close = useCallback(() => setOpen(null), []);
  const { value, error } = useList('evidence', { where: { site: code }, order: 'newest', limit });
  const columns = usePhotoSheet();
  const tab = t('station.tabs.photos');
  if (error !== null) return <LoadFailed error={error} />;
  if (value === null) return <Loading />;
  if (value.length === 0) return <EmptyState title={t('station.empty.photos')} hint={t('station.empty.hint')} />;
  return (
    <>
      <div className="county-list-head">
        <span role="status">{t('photo.shown', { shown: value.length })}</span>
        <ExportButton load={() => listOnce(replica, 'evidence', { where: { site: code }, order: 'newest', limit: Infinity })} columns={columns} fileName={`${name}-${tab}-${clock.today()}`} sheet={tab} />
      </div>
      <ul className="county-photos">
        {value.map((photo) => (
          <li key={photo.id}>
            <PhotoThumb hash={thumbOf(photo)} size={144} alt={photoName(photo, t)} onOpen={() => setOpen(photo.id)} />
            <span className="county-photo__words">
              {photo.caption === '' ? t('photo.noCaption') : photo.caption}
              <small>{photo.occurredOn}</small>
            </span>
          </li>
        ))}
      </ul>
      {value.length >= limit && <Button onClick={() => setLimit(limit + PAGE)}>{t('photo.more')}</Button>}
      {open !== null && <PhotoViewer photos={value} openId={open} onClose={close} readOnly />}
    </>
  );
}

function usePhotoSheet(): readonly Column<Evidence>[] {
  const { t } = useTranslation('county');
  const standard = useStandard();
  return useMemo(() => {
    const items = new Map(standard?.items.map((item) => [item.key, item.text]));
    const column = (key: 'day' | 'caption' | 'item' | 'file' | 'taken' | 'size' | 'place' | 'hash', text: (photo: Evidence) => string | number): Column<Evidence> => ({ key, title: t(`photo.${key}`), render: text, text });
    return [
      column('day', (photo) => photo.occurredOn),
      column('caption', (photo) => photo.caption),
      column('item', (photo) => items.get(photo.item) ?? photo.item),
      column('file', (photo) => photo.originalName),
      column('taken', (photo) => photo.takenAt.replace('T', ' ')),
      column('place', (photo) => (photo.lat === null || photo.lng === null ? '' : `${photo.lat}, ${photo.lng}`)),
      column('size', (photo) => photo.size),
      column('hash', (photo) => photo.hash),
    ];
  }, [t, standard]);
}
