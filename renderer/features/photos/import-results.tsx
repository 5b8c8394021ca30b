import { Button } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { summaryOf, type FileOutcome, type ImportJob, type ImportSummary } from './import-job.ts';
import { PhotoViewer } from './photo-viewer.tsx';

/** The files that did not become photos, each with what to do. */
export function FailedFiles({ failed }: Pick<ImportSummary, 'failed'>) {
  const { t } = useTranslation('photos');
  return (
    <ul className="qy-job__failed">
      {failed.map(({ name, reason }, index) => (
        // The same name may come from two folders.
        <li key={index}>
          <strong>{name}</strong>
          <span>{t(`reasons.${reason}`)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Every file of a batch and what became of it; what was there before can be looked at. */
export function FileList({ job }: { readonly job: ImportJob }) {
  const [seen, setSeen] = useState<Evidence | null>(null);
  const close = useCallback(() => setSeen(null), []);
  const kept = summaryOf(job).kept;
  return (
    <>
      <ol className="qy-job__files">
        {[...job.outcomes]
          .toSorted(([a], [b]) => a - b)
          .map(([index, outcome]) => (
            <li key={index}>
              <span className="qy-job__file">{job.files[index]?.name}</span>
              <OneOutcome outcome={outcome} onSee={setSeen} />
            </li>
          ))}
      </ol>
      {seen !== null && <PhotoViewer photos={kept.some(({ id }) => id === seen.id) ? kept : [seen]} openId={seen.id} onClose={close} />}
    </>
  );
}

function OneOutcome({ outcome, onSee }: { readonly outcome: FileOutcome; readonly onSee: (photo: Evidence) => void }) {
  const { t } = useTranslation('photos');
  if (outcome.status === 'failed') return <span className="qy-job__why">{t(`reasons.${outcome.reason}`)}</span>;
  if (outcome.status === 'kept') {
    return (
      <Button type="link" className="qy-job__link" onClick={() => onSee(outcome.record)}>
        {t('tray.kept')}
      </Button>
    );
  }
  return (
    <span>
      {t('tray.duplicate')}
      <Button type="link" className="qy-job__link" onClick={() => onSee(outcome.of)}>
        {t('tray.openDuplicate')}
      </Button>
    </span>
  );
}
