import { CheckCircleFilled, DownOutlined, ExclamationCircleFilled, LoadingOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bytesText } from '../../ui/format.ts';
import { isUnderway, summaryOf, type ImportJob, type ImportSummary } from './import-job.ts';
import { FailedFiles, FileList } from './import-results.tsx';
import { useImports } from './use-imports.ts';
import { UntimedQuestion } from './untimed-question.tsx';

/** One batch: how far it is, and in the end what became of it. */
export function ImportCard({ job }: { readonly job: ImportJob }) {
  const { t } = useTranslation('photos');
  const [open, setOpen] = useState(true);
  const [details, setDetails] = useState(false);
  const summary = summaryOf(job);
  const underway = isUnderway(job);
  return (
    <section className="qy-job" aria-live="polite">
      <header className="qy-job__head">
        <StateIcon job={job} summary={summary} />
        <strong className="qy-job__title">{useTitle(job, summary)}</strong>
        <Button type="text" icon={open ? <DownOutlined /> : <UpOutlined />} aria-expanded={open} aria-label={t(open ? 'tray.collapse' : 'tray.expand')} title={t(open ? 'tray.collapse' : 'tray.expand')} onClick={() => setOpen(!open)} />
      </header>
      {underway && <Progress percent={Math.round((job.outcomes.size / job.files.length) * 100)} showInfo={false} status="active" aria-label={t('tray.label')} />}
      {open && (
        <div className="qy-job__body">
          {job.state === 'running' && job.current !== '' && <div className="qy-job__current">{t('tray.current', { name: job.current })}</div>}
          <Outcome job={job} summary={summary} />
          {summary.untimed.length > 0 && <UntimedQuestion job={job} untimed={summary.untimed} />}
          {!underway && !details && summary.failed.length > 0 && <FailedFiles failed={summary.failed} />}
          {job.outcomes.size > 0 && (
            <Button type="link" className="qy-job__link" aria-expanded={details} onClick={() => setDetails(!details)}>
              {t(details ? 'tray.hideDetails' : 'tray.details')}
            </Button>
          )}
          {details && <FileList job={job} />}
        </div>
      )}
      <Actions job={job} summary={summary} />
    </section>
  );
}

interface JobProps {
  readonly job: ImportJob;
  readonly summary: ImportSummary;
}

function useTitle(job: ImportJob, { kept }: ImportSummary): string {
  const { t } = useTranslation('photos');
  if (job.state === 'waiting') return t('tray.waiting', { count: job.files.length });
  if (job.state === 'running') return t('tray.running', { done: job.outcomes.size, total: job.files.length });
  if (job.state === 'stopping') return t('tray.stopping');
  return kept.length === 0 ? t('tray.none') : t('tray.done', { count: kept.length });
}

function StateIcon({ job, summary }: JobProps): ReactNode {
  if (isUnderway(job)) return <LoadingOutlined aria-hidden="true" />;
  const fine = summary.failed.length === 0 && summary.left === 0;
  return fine ? <CheckCircleFilled className="qy-job__fine" aria-hidden="true" /> : <ExclamationCircleFilled className="qy-job__faulty" aria-hidden="true" />;
}

/** The lines below the title once the batch has ended. */
function Outcome({ job, summary }: JobProps) {
  const { t } = useTranslation('photos');
  if (isUnderway(job)) return null;
  return (
    <ul className="qy-job__lines">
      {job.state === 'diskFull' && (
        <li className="qy-job__alarm" role="alert">
          {t('tray.full')} {job.space === null ? t('tray.fullUnknown') : t('tray.fullSpace', { needed: bytesText(job.space.neededBytes), free: bytesText(job.space.freeBytes) })}
        </li>
      )}
      {summary.kept.length > 0 && <li>{t('tray.savedHere')}</li>}
      {summary.duplicates.length > 0 && <li>{t('tray.duplicates', { count: summary.duplicates.length })}</li>}
      {summary.failed.length > 0 && <li>{t('tray.failed', { count: summary.failed.length })}</li>}
      {job.state === 'stopped' && summary.left > 0 && <li>{t('tray.stopped', { count: summary.left })}</li>}
    </ul>
  );
}

function Actions({ job, summary }: JobProps) {
  const { t } = useTranslation('photos');
  const { queue } = useImports();
  if (isUnderway(job)) {
    return (
      <footer className="qy-job__actions">
        <Button disabled={job.state === 'stopping'} onClick={() => queue.stop(job.id)}>
          {t('tray.stop')}
        </Button>
      </footer>
    );
  }
  return (
    <footer className="qy-job__actions">
      {summary.left > 0 && <Button onClick={() => queue.resume(job.id)}>{job.state === 'done' ? t('tray.again', { count: summary.left }) : t('tray.resume')}</Button>}
      <Button type="primary" onClick={() => queue.dismiss(job.id)}>
        {t(summary.failed.length > 0 ? 'tray.acknowledge' : 'tray.close')}
      </Button>
    </footer>
  );
}
