import { CloudOutlined, PictureOutlined, WarningOutlined } from '@ant-design/icons';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhotoState } from './photo-urls.ts';
import { useOnScreen } from './use-on-screen.ts';
import { usePhoto } from './use-photo.ts';
import './photos.css';

export interface PhotoThumbProps {
  /** SHA-256 of the thumbnail, or of the picture where it has none. */
  readonly hash: string;
  /** Edge in pixels at 100 % text. */
  readonly size?: number;
  /** What the photo shows. */
  readonly alt: string;
  readonly onOpen?: () => void;
}

const SIZE = 112;

/** A photo, small and square. It is read when it comes on the screen, and says so where it cannot be shown. */
export function PhotoThumb({ hash, size = SIZE, alt, onOpen }: PhotoThumbProps) {
  const { t } = useTranslation('photos');
  const frame = useRef<HTMLDivElement>(null);
  const seen = useOnScreen(frame);
  const { state, markDamaged } = usePhoto(seen ? hash : null);
  const style = { width: `${size / 16}rem`, height: `${size / 16}rem` };
  const content = state.status === 'ready' ? <img src={state.url} alt={alt} draggable={false} onError={markDamaged} /> : <Placeholder status={state.status} alt={alt} />;
  return (
    <div ref={frame} className="qy-thumb" style={style} data-state={state.status}>
      {onOpen === undefined ? (
        content
      ) : (
        <button type="button" className="qy-thumb__open" aria-label={t('thumb.open', { name: alt })} title={alt} onClick={onOpen}>
          {content}
        </button>
      )}
    </div>
  );
}

function Placeholder({ status, alt }: { readonly status: Exclude<PhotoState['status'], 'ready'>; readonly alt: string }) {
  const { t } = useTranslation('photos');
  if (status === 'loading') return <Blank icon={<PictureOutlined />} label={`${alt} ${t('thumb.loading')}`} text="" />;
  const away = status === 'away';
  return <Blank icon={away ? <CloudOutlined /> : <WarningOutlined />} label={`${alt} ${t(`thumb.${status}`)}`} text={t(away ? 'thumb.awayShort' : 'thumb.damagedShort')} />;
}

function Blank({ icon, label, text }: { readonly icon: ReactNode; readonly label: string; readonly text: string }) {
  return (
    <span className="qy-thumb__blank" role="img" aria-label={label} title={label}>
      <span className="qy-thumb__icon" aria-hidden="true">
        {icon}
      </span>
      {text}
    </span>
  );
}
