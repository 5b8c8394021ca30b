import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useData } from '../../data/hooks/data-context.ts';
import { usePhotoQueue } from '../../data/hooks/use-custody.ts';
import type { StoredPhoto } from '../../data/local/local-db.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { toast } from '../../ui/feedback.tsx';
import { bytesText } from '../../ui/format.ts';
import { ExportButton } from '../../ui/export-button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { loadWaiting, useWaitingColumns } from './export-waiting.ts';
import { useFaceTitle } from './face-columns.tsx';
import { usePhotoWords } from './photo-words.ts';
import type { RecordFace } from './record-face.ts';
import { useFaces } from './use-faces.ts';

const PAGE = 200;

interface PhotoRow {
  readonly id: string;
  readonly photo: StoredPhoto;
  readonly face: RecordFace | null;
}

/** Photos' bytes on their way, failed ones first, each with its reason and what to do. */
export function PhotoQueue() {
  const { t } = useTranslation('sync');
  const { sync, replica, clock } = useData();
  const navigate = useNavigate();
  const exported = useWaitingColumns();
  const [limit, setLimit] = useState(PAGE);
  const failed = usePhotoQueue('failed', limit);
  const waiting = usePhotoQueue('waiting', limit);
  const photos = useMemo(() => (failed === null || waiting === null ? null : [...failed, ...waiting]), [failed, waiting]);
  const refs = useMemo(() => photos?.map(({ evidence }) => ({ kind: 'evidence', id: evidence })) ?? null, [photos]);
  const faces = useFaces(refs);
  const rows = useMemo(() => photos?.map((photo, index): PhotoRow => ({ id: photo.hash, photo, face: faces?.[index] ?? null })) ?? null, [photos, faces]);
  const columns = usePhotoColumns();
  const again = async (): Promise<void> => {
    await sync.photosAgain();
    toast('info', t('photos.againDone'));
  };
  return (
    <>
      <div className="sync-hint">
        <span>{t('photos.hint')}</span>
        {failed !== null && failed.length > 0 && (
          <Button type="primary" onClick={() => void again()}>
            {t('photos.again')}
          </Button>
        )}
        <ExportButton load={async () => (await loadWaiting(replica)).filter(({ photo }) => photo !== null)} columns={exported} fileName={`${t('tabs.photos')}-${clock.today()}`} sheet={t('tabs.photos')} />
      </div>
      <DataTable
        rows={rows}
        columns={columns}
        onOpen={({ face }) => {
          if (face !== null && face.link !== null) void navigate(face.link);
        }}
        onEndReached={() => {
          if (waiting !== null && waiting.length >= limit) setLimit(limit + PAGE);
        }}
        empty={<EmptyState title={t('photos.empty')} hint={t('photos.emptyHint')} />}
      />
    </>
  );
}

function usePhotoColumns(): readonly Column<PhotoRow>[] {
  const { t } = useTranslation('sync');
  const words = usePhotoWords();
  const title = useFaceTitle();
  return useMemo(
    () => [
      { key: 'title', title: t('columns.title'), width: 190, render: ({ face }) => (face === null ? '' : title(face)) },
      { key: 'part', title: t('columns.kind'), width: 120, render: ({ photo }) => t(`photos.part.${photo.part}`) },
      { key: 'size', title: t('columns.size'), width: 100, render: ({ photo }) => bytesText(photo.size) },
      { key: 'state', title: t('columns.state'), width: 120, render: ({ photo }) => <span className={photo.state === 'failed' ? 'sync-refused__reason' : ''}>{t(`photos.state.${photo.state}`)}</span> },
      { key: 'reason', title: t('columns.reason'), width: 230, render: ({ photo }) => words(photo).reason },
      { key: 'advice', title: t('columns.advice'), render: ({ photo }) => <span title={words(photo).advice}>{words(photo).advice}</span> },
    ],
    // The title's function follows `t`.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [t, words],
  );
}
