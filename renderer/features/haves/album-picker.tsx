import { Button, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { StandardItem } from '#shared/domain/seven-haves.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useSearch } from '../../data/hooks/use-records.ts';
import { useOnce } from '../../data/hooks/use-edit.ts';
import { toast } from '../../ui/feedback.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState, Loading, LoadFailed } from '../../ui/states.tsx';
import { photoName, PhotoThumb, reuseEvidence, thumbOf } from '../photos/index.ts';
import { oncePerPicture } from './album-rows.ts';
import { isExpired } from './item-words.ts';

export interface AlbumPickerProps {
  readonly item: StandardItem;
  /** Photos that the item has already. */
  readonly there: readonly Evidence[];
  readonly onClose: () => void;
}

const PAGE = 120;

/** Lets photos that are in the album prove an item too; no bytes are stored or sent again. */
export function AlbumPicker({ item, there, onClose }: AlbumPickerProps) {
  const { t } = useTranslation('haves');
  const [words, setWords] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Evidence>>(new Map());
  const found = useSearch('evidence', words, { order: 'newest', limit });
  const { use, saving } = useReuse(item, onClose);
  const photos = useMemo(() => {
    const own = new Set(there.map(({ hash }) => hash));
    return found.value === null ? null : oncePerPicture(found.value.filter(({ hash }) => !own.has(hash)));
  }, [found.value, there]);
  const toggle = (photo: Evidence): void => {
    const next = new Map(chosen);
    if (!next.delete(photo.hash)) next.set(photo.hash, photo);
    setChosen(next);
  };
  return (
    <Modal
      open
      width="64rem"
      style={{ top: '1rem' }}
      title={t('picker.title', { item: item.text })}
      okText={chosen.size === 0 ? t('picker.useNone') : t('picker.use', { count: chosen.size })}
      cancelText={t('picker.cancel')}
      okButtonProps={{ disabled: chosen.size === 0 }}
      confirmLoading={saving}
      onOk={() => use([...chosen.values()])}
      onCancel={onClose}
    >
      <div className="qy-album-picker">
        <p className="qy-album-picker__hint">{t('picker.hint')}</p>
        <SearchBox value={words} onChange={setWords} placeholder={t('picker.search')} searching={found.searching} />
        {found.error !== null && <LoadFailed error={found.error} />}
        {found.error === null && photos === null && <Loading />}
        {photos?.length === 0 && <EmptyState title={t('picker.empty')} hint={t('picker.emptyHint')} />}
        <div className="qy-album-picker__photos">
          {photos?.map((photo) => (
            <Choice key={photo.hash} photo={photo} item={item} chosen={chosen.has(photo.hash)} onToggle={() => toggle(photo)} />
          ))}
        </div>
        {found.value !== null && found.value.length >= limit && <Button onClick={() => setLimit(limit + PAGE)}>{t('picker.more')}</Button>}
      </div>
    </Modal>
  );
}

interface ChoiceProps {
  readonly photo: Evidence;
  readonly item: StandardItem;
  readonly chosen: boolean;
  readonly onToggle: () => void;
}

function Choice({ photo, item, chosen, onToggle }: ChoiceProps) {
  const { t } = useTranslation(['haves', 'photos']);
  const today = useData().clock.today();
  const old = isExpired(photo, item, today);
  const name = photoName(photo, t);
  return (
    <button type="button" className="qy-album-choice" aria-pressed={chosen} aria-label={`${name} ${photo.occurredOn}`} title={name} onClick={onToggle}>
      <PhotoThumb hash={thumbOf(photo)} alt={name} />
      <span className="qy-album-choice__day">{photo.occurredOn}</span>
      {old && <span className="qy-album-choice__old">{t('picker.tooOld')}</span>}
    </button>
  );
}

function useReuse(item: StandardItem, onClose: () => void): { readonly use: (photos: readonly Evidence[]) => void; readonly saving: boolean } {
  const { t } = useTranslation('haves');
  const data = useData();
  const { saving, once } = useOnce();
  const run = async (photos: readonly Evidence[]): Promise<void> => {
    let added = 0;
    let already = 0;
    for (const photo of photos) {
      const reused = await reuseEvidence(data, photo, { item: item.key, activity: '' });
      if (reused.ok) added += 1;
      else if (reused.reason === 'duplicate') already += 1;
      else toast('error', t('item.reuseFailed'));
    }
    if (added > 0) toast('success', t('item.added', { count: added }));
    if (already > 0) toast('info', t('item.already', { count: already }));
    onClose();
  };
  return { use: (photos) => void once(() => run(photos)), saving };
}
