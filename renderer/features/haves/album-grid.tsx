import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { photoName, PhotoThumb, thumbOf } from '../photos/index.ts';
import { rowsOf, type AlbumGroup, type AlbumRow } from './album-rows.ts';
import { seenRows, useWindow } from './use-window.ts';

export interface AlbumGridProps {
  readonly groups: readonly AlbumGroup[];
  readonly onOpen: (photo: Evidence) => void;
  readonly onEndReached: () => void;
}

/** Pixels at 100 % text. */
const THUMB = 128;
/** In rem, as in haves.css. */
const GAP = 0.75;
const HEAD = 3;
const PHOTOS = THUMB / 16 + 2.5;
/** Pixels before the end at which more photos are asked for. */
const NEAR_END = 800;

/** Photos under headings, however many: only the lines that are seen are drawn. */
export function AlbumGrid({ groups, onOpen, onEndReached }: AlbumGridProps) {
  const { box, size, top, onScroll } = useWindow();
  const perRow = Math.max(1, Math.floor((size.width / size.rem + GAP) / (THUMB / 16 + GAP)));
  const rows = useMemo(() => rowsOf(groups, perRow), [groups, perRow]);
  const heights = useMemo(() => rows.map(({ type }) => (type === 'head' ? HEAD : PHOTOS) * size.rem), [rows, size.rem]);
  const { from, to, above, total } = seenRows(heights, top, size.height);
  return (
    <div
      ref={box}
      className="qy-album"
      onScroll={(event) => {
        onScroll(event);
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        if (scrollHeight - scrollTop - clientHeight < NEAR_END) onEndReached();
      }}
    >
      <div style={{ height: total }}>
        <div style={{ transform: `translateY(${above}px)` }}>
          {rows.slice(from, to).map((row) => (
            <Row key={`${row.type}:${row.key}`} row={row} onOpen={onOpen} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Row({ row, onOpen }: { readonly row: AlbumRow; readonly onOpen: (photo: Evidence) => void }) {
  const { t } = useTranslation(['haves', 'photos']);
  if (row.type === 'head') {
    return (
      <h2 className="qy-album__head">
        <span className="qy-album__title" title={row.title}>
          {row.title}
        </span>
        <small>{t('album.count', { count: row.count })}</small>
      </h2>
    );
  }
  return (
    <div className="qy-album__row">
      {row.photos.map((photo) => (
        <figure key={photo.id} className="qy-album__photo">
          <PhotoThumb hash={thumbOf(photo)} size={THUMB} alt={photoName(photo, t)} onOpen={() => onOpen(photo)} />
          <figcaption title={photoName(photo, t)}>{photoName(photo, t)}</figcaption>
        </figure>
      ))}
    </div>
  );
}
