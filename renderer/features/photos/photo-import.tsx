import { CameraOutlined, FolderOpenOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { PhotoPurpose } from '../../data/photos/photo-intake.ts';
import { useStartImport } from './use-imports.ts';
import { useDroppedFiles, usePastedFiles } from './use-dropped-files.ts';
import { useFileChooser } from './use-file-chooser.tsx';
import './photos.css';

export interface PhotoImportProps {
  /** What the photos are evidence of; its day holds for photos that say none. */
  readonly purpose: PhotoPurpose;
  /** Gets what was kept when the batch is through. */
  readonly onDone?: (kept: readonly Evidence[]) => void;
  /** `panel`: with its advice beside the buttons; `button`: the buttons alone. Both take drops and pastes anywhere on the page. */
  readonly look?: 'panel' | 'button';
  /** What dropped photos are added to, in words. */
  readonly name?: string;
}

/** Adds photos: files or folders that are chosen, dropped anywhere on the page, or pasted. The import itself goes on in the tray. */
export function PhotoImport({ purpose, onDone, look = 'panel', name = '' }: PhotoImportProps) {
  const { t } = useTranslation('photos');
  const start = useStartImport();
  const { item, activity, occurredOn, caption } = purpose;
  const take = useCallback((files: readonly File[]) => start(files, { item, activity, occurredOn, caption }, onDone), [start, item, activity, occurredOn, caption, onDone]);
  const over = useDroppedFiles(document.documentElement, take);
  usePastedFiles(take);
  const { field, choose } = useFileChooser(t('add.choose'), take);
  const folder = useFileChooser(t('add.folder'), take, 'folder');
  const buttons = (
    <>
      <Button type="primary" icon={<CameraOutlined aria-hidden="true" />} onClick={choose}>
        {t('add.choose')}
      </Button>
      <Button icon={<FolderOpenOutlined aria-hidden="true" />} onClick={folder.choose}>
        {t('add.folder')}
      </Button>
    </>
  );
  return (
    <>
      {field}
      {folder.field}
      {look === 'button' ? (
        buttons
      ) : (
        <div className="qy-import">
          {buttons}
          <span className="qy-import__hint">{t('add.hint')}</span>
        </div>
      )}
      {over && (
        <div className="qy-drop-veil" aria-hidden="true">
          <span>{name === '' ? t('add.drop') : t('add.dropInto', { name })}</span>
        </div>
      )}
    </>
  );
}
