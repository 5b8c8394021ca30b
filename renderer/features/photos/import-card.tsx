import { CheckCircleFilled, DownOutlined, ExclamationCircleFilled, LoadingOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bytesText } from '../../ui/format.ts';
import { GroupOffer } from './group-offer.tsx';
import { isUnderway, summaryOf, type ImportJob, type ImportSummary } from './import-job.ts';
import { FailedFiles, FileList, LeftFiles } from './import-results.tsx';
import { useFileChooser } from './use-file-chooser.tsx';
import { useImports } from './use-imports.ts';
import { UntimedQuestion } from './untimed-question.tsx';

/** One batch: how far it is, and in the end what became of it. */
export function ImportCard({ job }: { readonly job: ImportJob }) {
  const { t } = useTranslation('photos');
  const [open, setOpen] = useState(true);
  const summary = summaryOf(job);
  const underway = isUnderway(job);
  return (
    <section className="qy-job" aria-live="polite">
      <header className="qy-job__head">
        <StateIcon job={job} summary={summary} />
        <strong className="qy-job__title">{useTitle(job, summary)}</strong>
        <Button type="text" icon={open ? <DownOutlined /> : <UpOutlined />} aria-expanded={open} aria-label={t(open ? 'tray.collapse' : 'tray.expand')} title={t(open ? 'tray.collapse' : 'tray.expand')} onClick={() => setOpen(!open)} />
      </header>
      {underway && <Progress percent={Math.round((job.outcomes.size / job.names.length) * 100)} showInfo={false} status="active" aria-label={t('tray.label')} />}
      {open && <Body job={job} summary={summary} />}
      <Actions job={job} summary={summary} />
    </section>
  );
}

/** What is happening, or happened, and what a person is asked. */
function Body({ job, summary }: JobProps) {
  const { t } = useTranslation('photos');
  const [details, setDetails] = useState(false);
  const ended = !isUnderway(job);
  return (
    <div className="qy-job__body">
      {job.state === 'running' && job.current !== '' && <div className="qy-job__current">{t('tray.current', { name: job.current })}</div>}
      {ended && <Outcome job={job} summary={summary} />}
      {summary.untimed.length > 0 && <UntimedQuestion job={job} untimed={summary.untimed} />}
      {ended && !details && <Troubles summary={summary} />}
      {ended && job.purpose.activity === '' && <GroupOffer job={job} kept={summary.kept} />}
      {job.outcomes.size > 0 && job.state !== 'interrupted' && (
        <Button type="link" className="qy-job__link" aria-expanded={details} onClick={() => setDetails(!details)}>
          {t(details ? 'tray.hideDetails' : 'tray.details')}
        </Button>
      )}
      {details && <FileList job={job} />}
    </div>
  );
}

/** The files that did not become photos, and those that are still to be added. */
function Troubles({ summary: { failed, left } }: Pick<JobProps, 'summary'>) {
  return (
    <>
      {failed.length > 0 && <FailedFiles failed={failed} />}
      {left.length > 0 && <LeftFiles names={left} />}
    </>
  );
}

interface JobProps {
  readonly job: ImportJob;
  readonly summary: ImportSummary;
}

function useTitle(job: ImportJob, { kept }: ImportSummary): string {
  const { t } = useTranslation('photos');
  if (job.state === 'waiting') return t('tray.waiting', { count: job.names.length });
  if (job.state === 'running') return t('tray.running', { done: job.outcomes.size, total: job.names.length });
  if (job.state === 'stopping') return t('tray.stopping');
  if (job.state === 'noRoom') return t('tray.noRoom');
  if (job.state === 'interrupted') return t('tray.interrupted');
  return kept.length === 0 ? t('tray.none') : t('tray.done', { count: kept.length });
}

function StateIcon({ job, summary }: JobProps): ReactNode {
  if (isUnderway(job)) return <LoadingOutlined aria-hidden="true" />;
  const fine = summary.failed.length === 0 && summary.left.length === 0;
  return fine ? <CheckCircleFilled className="qy-job__fine" aria-hidden="true" /> : <ExclamationCircleFilled className="qy-job__faulty" aria-hidden="true" />;
}

/** The lines below the title once the batch has ended. */
function Outcome({ job, summary }: JobProps) {
  const { t } = useTranslation('photos');
  const left = summary.left.length;
  return (
    <ul className="qy-job__lines">
      {(job.state === 'diskFull' || job.state === 'noRoom') && (
        <li className="qy-job__alarm" role="alert">
          <Shortage job={job} left={left} />
        </li>
      )}
      {job.state === 'interrupted' && <li>{t('tray.interruptedHow', { count: left })}</li>}
      {summary.kept.length > 0 && <li>{t('tray.savedHere')}</li>}
      {summary.keptBefore > 0 && <li>{t('tray.keptBefore', { count: summary.keptBefore })}</li>}
      {summary.duplicates.length > 0 && <li>{t('tray.duplicates', { count: summary.duplicates.length })}</li>}
      {summary.failed.length > 0 && <li>{t('tray.failed', { count: summary.failed.length })}</li>}
      {(job.state === 'stopped' || job.state === 'diskFull') && left > 0 && <li>{t(job.state === 'stopped' ? 'tray.stopped' : 'tray.leftOver', { count: left })}</li>}
    </ul>
  );
}

/** What the disk lacks, and what a person can do. */
function Shortage({ job, left }: { readonly job: ImportJob; readonly left: number }) {
  const { t } = useTranslation('photos');
  const { space, state } = job;
  const head = state === 'diskFull' ? t('tray.full') : '';
  if (space === null) return `${head} ${t('tray.fullUnknown')}`;
  const sizes = { needed: bytesText(space.neededBytes), free: bytesText(space.freeBytes), missing: bytesText(Math.max(0, space.neededBytes - space.freeBytes)) };
  return state === 'diskFull' ? `${head} ${t('tray.fullSpace', sizes)}` : t('tray.noRoomHow', { count: left, ...sizes });
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
  const goesOn = summary.left.length > 0 && job.state !== 'done';
  return (
    <footer className="qy-job__actions">
      {job.state === 'noRoom' && <Button onClick={() => queue.resume(job.id, true)}>{t('tray.anyway')}</Button>}
      {summary.left.length > 0 && <GoOn job={job} left={summary.left.length} />}
      <Button type={goesOn ? 'default' : 'primary'} onClick={() => queue.dismiss(job.id)}>
        {t(goesOn ? 'tray.leave' : summary.failed.length > 0 ? 'tray.acknowledge' : 'tray.close')}
      </Button>
    </footer>
  );
}

/** Goes on with what is left: at once, or, after the program was started anew, once the files are chosen again. */
function GoOn({ job, left }: { readonly job: ImportJob; readonly left: number }) {
  const { t } = useTranslation('photos');
  const { queue } = useImports();
  const { field, choose } = useFileChooser(t('tray.chooseAgain'), (files) => queue.chooseAgain(job.id, files));
  if (job.state !== 'interrupted') {
    return (
      <Button type={job.state === 'done' ? 'default' : 'primary'} onClick={() => queue.resume(job.id)}>
        {job.state === 'done' ? t('tray.again', { count: left }) : t('tray.resume')}
      </Button>
    );
  }
  return (
    <>
      {field}
      <Button type="primary" onClick={choose}>
        {t('tray.chooseAgain')}
      </Button>
    </>
  );
}
