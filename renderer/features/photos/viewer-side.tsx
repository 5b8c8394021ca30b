import { DeleteOutlined, DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useRecord } from '../../data/hooks/use-records.ts';
import { toast, undoToast } from '../../ui/feedback.tsx';
import { downloadName, photoName } from './photo-name.ts';
import { usePhoto } from './use-photo.ts';
import { ViewerCaption } from './viewer-caption.tsx';
import { ViewerConflicts } from './viewer-conflicts.tsx';
import { ViewerFacts } from './viewer-facts.tsx';
import { ViewerFiling } from './viewer-filing.tsx';

/** What is known of a photo, and what can be done with it. */
export function ViewerSide({ photo, readOnly, note }: { readonly photo: Evidence; readonly readOnly: boolean; readonly note: ReactNode }) {
  const { t } = useTranslation('photos');
  const live = useRecord('evidence', photo.id).value;
  const record = live === null || live === 'gone' ? photo : live;
  const { remove, restore } = useRemoval(record);
  return (
    <aside className="qy-viewer__side" aria-label={t('viewer.facts')}>
      {note}
      {record.removed && (
        <div className="qy-viewer__gone" role="status">
          {t('viewer.gone')}
          {!readOnly && <Button onClick={restore}>{t('viewer.restore')}</Button>}
        </div>
      )}
      {!readOnly && <ViewerConflicts record={record} />}
      {!readOnly && <ViewerCaption record={record} />}
      {!readOnly && <ViewerFiling record={record} />}
      <ViewerFacts record={record} />
      <div className="qy-viewer__actions">
        <Download record={record} />
        {!readOnly && !record.removed && (
          <Button danger icon={<DeleteOutlined aria-hidden="true" />} onClick={remove}>
            {t('viewer.remove')}
          </Button>
        )}
      </div>
    </aside>
  );
}

function useRemoval(record: Evidence): { readonly remove: () => void; readonly restore: () => void } {
  const { t } = useTranslation('photos');
  const { writer } = useData();
  const restore = async (): Promise<void> => {
    const saved = await writer.setRemoved('evidence', record.id, false);
    toast(saved.ok ? 'success' : 'error', t(saved.ok ? 'viewer.restored' : 'viewer.notSaved'));
  };
  const remove = async (): Promise<void> => {
    const saved = await writer.setRemoved('evidence', record.id, true);
    if (saved.ok) undoToast(t('viewer.removed'), () => void restore());
    else toast('error', t('viewer.notSaved'));
  };
  return { remove: () => void remove(), restore: () => void restore() };
}

function Download({ record }: { readonly record: Evidence }) {
  const { t } = useTranslation('photos');
  const { state } = usePhoto(record.hash);
  const ready = state.status === 'ready';
  return (
    <Button
      icon={<DownloadOutlined aria-hidden="true" />}
      disabled={!ready}
      title={ready ? photoName(record, t) : t('viewer.downloadAway')}
      {...(ready ? { href: state.url, download: downloadName(record) } : {})}
    >
      {t('viewer.download')}
    </Button>
  );
}
