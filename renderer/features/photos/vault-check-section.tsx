import { CheckCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaultCheck, VaultFinding } from '#shared/bridge/vault.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { dayText } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { PhotoViewer } from './photo-viewer.tsx';
import { useVaultCheck } from './use-vault-check.ts';
import './photos.css';

/** Lets a person have every photo file on this machine checked, and says what is wrong with which photo. */
export function VaultCheckSection() {
  const { t } = useTranslation('photos');
  const { status, starting, start, stop } = useVaultCheck();
  const running = status?.state === 'running';
  const fresh = status === null || status.state === 'idle';
  return (
    <Section title={t('check.title')}>
      <p className="qy-check__hint">{t('check.hint')}</p>
      {status !== null && !fresh && <Standing status={status} />}
      {running ? <Button onClick={stop}>{t('check.stop')}</Button> : <Button loading={starting} onClick={start}>{t(fresh ? 'check.start' : 'check.again')}</Button>}
      {status !== null && status.findings.length > 0 && <Findings status={status} />}
    </Section>
  );
}

function Standing({ status }: { readonly status: VaultCheck }) {
  const { t } = useTranslation('photos');
  const { state, checked, total, found, mended } = status;
  if (state === 'running') {
    return (
      <div role="status">
        {t('check.running', { checked, total })}
        <Progress percent={total === 0 ? 0 : Math.floor((checked / total) * 100)} showInfo={false} status="active" aria-label={t('check.title')} />
      </div>
    );
  }
  const fine = state === 'done' && found === mended;
  return (
    <p className="qy-check__standing" role="status">
      {fine ? <CheckCircleFilled className="qy-job__fine" aria-hidden="true" /> : <ExclamationCircleFilled className="qy-job__faulty" aria-hidden="true" />}
      <span>
        {state === 'failed' && t('check.failed')}
        {state === 'stopped' && t('check.stopped', { checked, total })}
        {state === 'stopped' && found > 0 && <br />}
        {state === 'stopped' && found > 0 && t('check.stoppedFound', { count: found, mended })}
        {state === 'done' && (found === 0 ? t(total === 0 ? 'check.none' : 'check.fine', { total }) : t('check.found', { count: found, mended }))}
      </span>
    </p>
  );
}

function Findings({ status: { findings, found } }: { readonly status: VaultCheck }) {
  const { t } = useTranslation('photos');
  const [seen, setSeen] = useState<Evidence | null>(null);
  const close = useCallback(() => setSeen(null), []);
  return (
    <>
      <ul className="qy-check__findings">
        {findings.map((finding) => (
          <li key={finding.hash}>
            <Finding finding={finding} onSee={setSeen} />
          </li>
        ))}
      </ul>
      {found > findings.length && <p>{t('check.more', { count: found - findings.length })}</p>}
      {seen !== null && <PhotoViewer photos={[seen]} openId={seen.id} onClose={close} />}
    </>
  );
}

function Finding({ finding: { problem, outcome, records }, onSee }: { readonly finding: VaultFinding; readonly onSee: (photo: Evidence) => void }) {
  const { t, i18n } = useTranslation('photos');
  const { replica } = useData();
  const see = async (id: string): Promise<void> => {
    const [record] = await replica.engine.store.records('evidence', [id]);
    if (record !== undefined) onSee(record as unknown as Evidence);
  };
  return (
    <>
      <span className="qy-check__problem" data-mended={outcome === 'mended'}>
        {t(`check.${problem}`)}
      </span>
      <div className="qy-check__words">
        {records.length === 0 && <div>{t('check.nothing')}</div>}
        {records.map(({ record, part, name, day }) => (
          <div key={`${record}${part}`}>
            {day !== '' && `${dayText(day, i18n.language)} `}
            {name === '' ? t('unnamed') : name}
            {part === 'thumb' && t('check.thumb')}
            <Button type="link" className="qy-job__link" onClick={() => void see(record)}>
              {t('check.open')}
            </Button>
          </div>
        ))}
        <div className="qy-check__how">{t(`check.outcome.${records.length === 0 && outcome !== 'mended' ? 'nothing' : outcome}`)}</div>
      </div>
    </>
  );
}
