import { CloseOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { photoName } from './photo-name.ts';
import { useViewerKeys } from './use-viewer-keys.ts';
import { ViewerPicture } from './viewer-picture.tsx';
import { ViewerSide } from './viewer-side.tsx';
import './photos.css';

export interface PhotoViewerProps {
  /** What the arrows lead through; it may change while the viewer is open. */
  readonly photos: readonly Evidence[];
  /** Id of the photo that it opens with. */
  readonly openId: string;
  readonly onClose: () => void;
  /** Shows without letting anything be changed: photos of another site. */
  readonly readOnly?: boolean;
  /** Stands above what is known of the photo: why it was opened. */
  readonly note?: ReactNode;
}

/** One photo on the whole screen, with what is known of it and what can be done with it. */
export function PhotoViewer({ photos, openId, onClose, readOnly = false, note = null }: PhotoViewerProps) {
  const { t } = useTranslation('photos');
  const { photo, index, move } = useCurrent(photos, openId, onClose);
  useViewerKeys({ ArrowLeft: () => move(-1), ArrowRight: () => move(1) });
  if (photo === undefined) return null;
  return (
    <Modal
      open
      title={null}
      footer={null}
      closable={false}
      width="100vw"
      rootClassName="qy-viewer-root"
      aria-label={t('viewer.label')}
      onCancel={onClose}
    >
      <div className="qy-viewer">
        <div className="qy-viewer__stage">
          <header className="qy-viewer__bar">
            <span className="qy-viewer__position">{t('viewer.position', { index: index + 1, total: photos.length })}</span>
            <strong className="qy-viewer__name">{photoName(photo, t)}</strong>
            <Button type="text" icon={<CloseOutlined />} aria-label={t('viewer.close')} title={t('viewer.close')} onClick={onClose} />
          </header>
          <div className="qy-viewer__middle">
            <Button className="qy-viewer__turn" icon={<LeftOutlined />} aria-label={t('viewer.previous')} title={t('viewer.previous')} disabled={index === 0} onClick={() => move(-1)} />
            <ViewerPicture key={photo.hash} photo={photo} />
            <Button className="qy-viewer__turn" icon={<RightOutlined />} aria-label={t('viewer.next')} title={t('viewer.next')} disabled={index === photos.length - 1} onClick={() => move(1)} />
          </div>
        </div>
        <ViewerSide key={photo.id} photo={photo} readOnly={readOnly} note={note} />
      </div>
    </Modal>
  );
}

/** The photo that is shown. Where it leaves the list (removed, moved) its neighbour takes the place; after the last the viewer closes. */
function useCurrent(photos: readonly Evidence[], openId: string, onClose: () => void) {
  const [at, setAt] = useState(() => ({ id: openId, index: Math.max(0, photos.findIndex(({ id }) => id === openId)) }));
  const found = photos.findIndex(({ id }) => id === at.id);
  const index = found === -1 ? Math.min(at.index, photos.length - 1) : found;
  const photo = photos[index];
  if (photo !== undefined && (photo.id !== at.id || index !== at.index)) setAt({ id: photo.id, index });
  const empty = photo === undefined;
  useEffect(() => {
    if (empty) onClose();
  }, [empty, onClose]);
  const move = (step: number): void => {
    const next = photos[index + step];
    if (next !== undefined) setAt({ id: next.id, index: index + step });
  };
  return { photo, index, move };
}
