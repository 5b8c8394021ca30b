import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { byReason, summaryOf, type FileOutcome, type ImportJob, type ImportSummary } from './import-job.ts';
import { PhotoViewer } from './photo-viewer.tsx';

/** As many files of one reason are named each by itself; of more the first are. */
const FEW = 3;

/** The files that did not become photos, by reason, with what to do. */
export function FailedFiles({ failed }: Pick<ImportSummary, 'failed'>) {
  const { t } = useTranslation('photos');
  return (
    <ul className="qy-job__failed">
      {byReason(failed).map(({ reason, names }) => (
        <li key={reason}>
          <strong>{namesText(names, t)}</strong>
          <span>{t(`reasons.${reason}`)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The files that are still to be added; of hundreds a list that opens. */
export function LeftFiles({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation('photos');
  return (
    <details className="qy-job__left" open={names.length <= FEW}>
      <summary>{t('tray.leftNames', { count: names.length })}</summary>
      <ol className="qy-job__files">
        {names.map((name, index) => (
          // The same name may come from two folders.
          <li key={index}>
            <span className="qy-job__file">{name}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

function namesText(names: readonly string[], t: TFunction<'photos'>): string {
  const shown = names.slice(0, FEW).join(t('tray.nameSeparator'));
  return names.length > FEW ? t('tray.namesAndMore', { names: shown, count: names.length }) : shown;
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
              <span className="qy-job__file">{job.names[index]}</span>
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
  if (outcome.status === 'keptBefore') return <span>{t('tray.kept')}</span>;
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
