import { FolderOpenOutlined, PictureOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { PhotoPurpose } from '../../data/photos/photo-intake.ts';
import { useStartImport } from './use-imports.ts';
import { photoName, thumbOf } from './photo-name.ts';
import { PhotoThumb } from './photo-thumb.tsx';
import { PhotoViewer } from './photo-viewer.tsx';
import { useFileChooser } from './use-file-chooser.tsx';
import './photos.css';

export interface PhotoTilesProps {
  readonly photos: readonly Evidence[];
  /** Why a photo does not count, or null where it does; one that does not is grey. */
  readonly fault?: (photo: Evidence) => { readonly mark: string; readonly why: string } | null;
  /** Adds a tile that adds photos for this; without it one can only look. */
  readonly purpose?: PhotoPurpose;
  /** Adds a way to take photos that are in the album already. */
  readonly onFromAlbum?: () => void;
  readonly readOnly?: boolean;
}

/** As many as fit two lines of an old screen; the rest is one click away. */
const FEW = 14;

/** Photos as small pictures in lines; a click shows one large. */
export function PhotoTiles({ photos, fault, purpose, onFromAlbum, readOnly = false }: PhotoTilesProps) {
  const { t } = useTranslation('photos');
  const [open, setOpen] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const close = useCallback(() => setOpen(null), []);
  const shown = all ? photos : photos.slice(0, FEW);
  return (
    <div className="qy-photo-tiles">
      {shown.map((photo) => {
        const wrong = fault?.(photo) ?? null;
        return (
          <div key={photo.id} className={wrong === null ? 'qy-photo-tile' : 'qy-photo-tile qy-photo-tile--grey'} title={wrong?.why}>
            <PhotoThumb hash={thumbOf(photo)} alt={photoName(photo, t)} onOpen={() => setOpen(photo.id)} />
            {wrong !== null && <span className="qy-photo-tile__mark">{wrong.mark}</span>}
          </div>
        );
      })}
      {purpose !== undefined && !readOnly && <AddTile purpose={purpose} {...(onFromAlbum === undefined ? {} : { onFromAlbum })} />}
      {photos.length > FEW && (
        <Button type="link" onClick={() => setAll(!all)}>
          {all ? t('add.fewer') : t('add.showAll', { count: photos.length })}
        </Button>
      )}
      {open !== null && <PhotoViewer photos={photos} openId={open} onClose={close} readOnly={readOnly} />}
    </div>
  );
}

function AddTile({ purpose, onFromAlbum }: { readonly purpose: PhotoPurpose; readonly onFromAlbum?: () => void }) {
  const { t } = useTranslation('photos');
  const start = useStartImport();
  const { field, choose } = useFileChooser(t('add.tile'), (files) => start(files, purpose));
  const folder = useFileChooser(t('add.folder'), (files) => start(files, purpose), 'folder');
  return (
    <div className="qy-add-photos">
      {field}
      {folder.field}
      <button type="button" className="qy-add-photos__tile" onClick={choose}>
        <PlusOutlined aria-hidden="true" />
        {t('add.tile')}
      </button>
      {onFromAlbum === undefined ? (
        // An item wants a few photos; an activity may have a whole card of them.
        <button type="button" className="qy-add-photos__tile qy-add-photos__tile--plain" onClick={folder.choose}>
          <FolderOpenOutlined aria-hidden="true" />
          {t('add.folderTile')}
        </button>
      ) : (
        <button type="button" className="qy-add-photos__tile qy-add-photos__tile--plain" onClick={onFromAlbum}>
          <PictureOutlined aria-hidden="true" />
          {t('add.fromAlbum')}
        </button>
      )}
    </div>
  );
}
