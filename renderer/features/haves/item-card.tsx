import { CheckCircleFilled, ClockCircleOutlined, ExclamationCircleFilled } from '@ant-design/icons';
import { memo, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sameValue } from '#shared/domain/canonical.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { ItemState } from '#shared/domain/seven-haves.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { dayText } from '../../ui/format.ts';
import { PhotoTiles, useDroppedFiles, useStartImport } from '../photos/index.ts';
import { AlbumPicker } from './album-picker.tsx';
import { daysText, isExpired, missingText, wantsText } from './item-words.ts';
import { runsOutSoon } from './use-haves-completion.ts';

export interface ItemCardProps {
  readonly state: ItemState;
  /** Newest first. */
  readonly photos: readonly Evidence[];
}

/** One item of the standard: what it asks for, its photos, what is missing. Photos can be dropped on it. Drawn anew only where its own photos changed: an import of hundreds changes one item. */
export const ItemCard = memo(ItemBody, (before, after) => before.photos === after.photos && sameValue(before.state, after.state));

function ItemBody({ state, photos }: ItemCardProps) {
  const { t, i18n } = useTranslation('haves');
  const today = useData().clock.today();
  const { item } = state;
  const purpose = useMemo(() => ({ item: item.key, activity: '', occurredOn: today, caption: '' }), [item.key, today]);
  const start = useStartImport();
  const drop = useCallback((files: readonly File[]) => start(files, purpose), [start, purpose]);
  const [box, setBox] = useState<HTMLElement | null>(null);
  const over = useDroppedFiles(box, drop);
  const [picking, setPicking] = useState(false);
  const stopPicking = useCallback(() => setPicking(false), []);
  const fault = (photo: Evidence) =>
    isExpired(photo, item, today) ? { mark: t('item.expired'), why: t('item.expiredHow', { day: dayText(photo.occurredOn, i18n.language), count: item.withinDays }) } : null;
  return (
    <article ref={setBox} className={over ? 'qy-item qy-item--over' : 'qy-item'} data-item={item.key} data-missing={state.missing}>
      <header className="qy-item__head">
        <div className="qy-item__words">
          <h3 className="qy-item__text">{item.text}</h3>
          <div className="qy-item__wants">
            {wantsText(item, t)}
            <span className="qy-item__points">{t('item.points', { points: item.points })}</span>
          </div>
        </div>
        <ItemStatus state={state} />
      </header>
      <PhotoTiles photos={photos} fault={fault} purpose={purpose} onFromAlbum={() => setPicking(true)} />
      {over && (
        <div className="qy-item__drop" aria-hidden="true">
          {t('item.drop')}
        </div>
      )}
      {picking && <AlbumPicker item={item} there={photos} onClose={stopPicking} />}
    </article>
  );
}

function ItemStatus({ state }: { readonly state: ItemState }) {
  const { t } = useTranslation('haves');
  if (state.missing > 0) {
    return (
      <span className="qy-item-status qy-item-status--missing">
        <ExclamationCircleFilled aria-hidden="true" />
        {missingText(state, t)}
      </span>
    );
  }
  const days = daysText(state, t);
  return (
    <span className="qy-item__status">
      <span className="qy-item-status qy-item-status--complete">
        <CheckCircleFilled aria-hidden="true" />
        {t('item.complete')}
      </span>
      {days !== '' && (
        <span className={runsOutSoon(state) ? 'qy-item-status qy-item-status--soon' : 'qy-item-status'}>
          <ClockCircleOutlined aria-hidden="true" />
          {days}
        </span>
      )}
    </span>
  );
}
