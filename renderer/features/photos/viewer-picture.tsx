import { CloudOutlined, CompressOutlined, LoadingOutlined, WarningOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { photoName, thumbOf } from './photo-name.ts';
import { usePhoto } from './use-photo.ts';
import { useViewerKeys } from './use-viewer-keys.ts';

const LARGEST = 8;
const STEP = 1.5;
const WHOLE = { zoom: 1, x: 0, y: 0 };

/** The picture itself: whole at first; wheel, keys and buttons make it larger, the mouse then moves it. */
export function ViewerPicture({ photo }: { readonly photo: Evidence }) {
  const { t } = useTranslation('photos');
  const { state, markDamaged } = usePhoto(photo.hash);
  const small = usePhoto(thumbOf(photo)).state;
  const [view, setView] = useState(WHOLE);
  const scale = (by: number): void => setView((now) => scaled(now, by));
  useViewerKeys({ '+': () => scale(STEP), '=': () => scale(STEP), '-': () => scale(1 / STEP), '0': () => setView(WHOLE) });
  const onPointerMove = (event: PointerEvent): void => {
    if (event.buttons === 1 && view.zoom > 1) setView((now) => ({ ...now, x: now.x + event.movementX, y: now.y + event.movementY }));
  };
  // The thumbnail stands in until the picture is there, and where the picture is not to be had.
  const url = state.status === 'ready' ? state.url : small.status === 'ready' ? small.url : null;
  return (
    <div className="qy-viewer__picture">
      <div className="qy-viewer__frame" data-zoomed={view.zoom > 1} onWheel={(event) => scale(event.deltaY < 0 ? 1.2 : 1 / 1.2)} onPointerMove={onPointerMove} onDoubleClick={() => setView(view.zoom > 1 ? WHOLE : scaled(WHOLE, 2.5))}>
        {url !== null && <img src={url} alt={photoName(photo, t)} draggable={false} style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }} onError={markDamaged} />}
        {state.status !== 'ready' && <Notice status={state.status} words={t(small.status === 'ready' ? `original.${state.status}` : `thumb.${state.status}`)} />}
      </div>
      <div className="qy-viewer__zoom">
        <Button icon={<ZoomOutOutlined />} aria-label={t('viewer.smaller')} title={t('viewer.smaller')} disabled={view.zoom <= 1} onClick={() => scale(1 / STEP)} />
        <Button icon={<CompressOutlined />} aria-label={t('viewer.fit')} title={t('viewer.fit')} disabled={view.zoom === 1} onClick={() => setView(WHOLE)} />
        <Button icon={<ZoomInOutlined />} aria-label={t('viewer.larger')} title={t('viewer.larger')} disabled={view.zoom >= LARGEST} onClick={() => scale(STEP)} />
      </div>
    </div>
  );
}

function scaled(view: typeof WHOLE, by: number): typeof WHOLE {
  const zoom = Math.min(LARGEST, view.zoom * by);
  if (zoom <= 1.01) return WHOLE;
  const ratio = zoom / view.zoom;
  return { zoom, x: view.x * ratio, y: view.y * ratio };
}

const ICONS: Readonly<Record<'loading' | 'away' | 'damaged', ReactNode>> = { loading: <LoadingOutlined />, away: <CloudOutlined />, damaged: <WarningOutlined /> };

function Notice({ status, words }: { readonly status: 'loading' | 'away' | 'damaged'; readonly words: string }) {
  return (
    <div className="qy-viewer__notice" role="status">
      {ICONS[status]}
      {words}
    </div>
  );
}
