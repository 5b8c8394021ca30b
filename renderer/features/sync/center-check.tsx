import { Button, Progress } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { useWaiting } from '../../data/hooks/use-custody.ts';
import { useLive } from '../../data/hooks/use-live.ts';
import { instantText } from '../../ui/format.ts';
import { checkAgainstCenter, type CheckOutcome, type CheckResult, type KindDifference } from './digest-check.ts';

/** Where the last check is kept, in the local `meta` table. */
const KEPT = 'check:last';

/** Compares this machine with the center (rule C1: green only where the digests are equal). */
export function CenterCheck() {
  const { t } = useTranslation('sync');
  const { replica, bridge, clock } = useData();
  const [progress, setProgress] = useState<{ readonly done: number; readonly total: number } | null>(null);
  const [outcome, setOutcome] = useState<CheckOutcome | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const kept = useLive(async (local) => ((await local.meta.get(KEPT))?.value as CheckResult | undefined) ?? null, KEPT);
  const run = async (): Promise<void> => {
    const controller = new AbortController();
    stop.current = controller;
    setOutcome(null);
    setProgress({ done: 0, total: 0 });
    const found = await checkAgainstCenter({ replica, bridge, clock, signal: controller.signal, onProgress: (done, total) => setProgress({ done, total }) }).catch(
      (error: unknown): CheckOutcome => ({ state: 'failed', error: { kind: 'offline', detail: String(error) } }),
    );
    if (found.state === 'done') await replica.local.meta.put({ key: KEPT, value: found.result });
    setOutcome(found);
    setProgress(null);
  };
  const result = outcome === null && progress === null ? kept : outcome?.state === 'done' ? outcome.result : null;
  return (
    <div className="sync-check">
      <div>{t('check.hint')}</div>
      {progress === null ? (
        <Button type="primary" onClick={() => void run()}>
          {t('check.start')}
        </Button>
      ) : (
        <>
          <div className="sync-check__bar" role="status">
            {progress.total === 0 ? t('check.asking') : t('check.progress', progress)}
            <Progress percent={progress.total === 0 ? 0 : Math.floor((100 * progress.done) / progress.total)} />
          </div>
          <Button onClick={() => stop.current?.abort()}>{t('check.cancel')}</Button>
        </>
      )}
      {outcome?.state === 'cancelled' && <div>{t('check.cancelled')}</div>}
      {outcome?.state === 'failed' && <div role="alert">{t(`check.failed.${outcome.error.kind}`)}</div>}
      {result !== null && <Verdict result={result} />}
    </div>
  );
}

function Verdict({ result }: { readonly result: CheckResult }) {
  const { t, i18n } = useTranslation('sync');
  const waiting = useWaiting();
  const open = (waiting?.records ?? 0) + (waiting?.aside ?? 0);
  const same = result.differences.length === 0;
  const when = instantText(new Date(result.at).toISOString(), i18n.language);
  return (
    <div role="status">
      <div className={`sync-check__verdict sync-check__verdict--${same ? 'same' : 'different'}`}>{t(same ? 'check.same' : 'check.different')}</div>
      <div>{t(same ? 'check.sameHint' : 'check.differentHint', { when, records: result.records })}</div>
      {!same && (
        <>
          <ul>
            {result.differences.map((difference) => (
              <Difference key={difference.kind} difference={difference} />
            ))}
          </ul>
          <div>{open > 0 ? t('check.waitingFirst', { records: open }) : t('check.adviceOnline')}</div>
        </>
      )}
      {result.unknown > 0 && <div>{t('check.unknown', { records: result.unknown })}</div>}
    </div>
  );
}

function Difference({ difference: { kind, here, center } }: { readonly difference: KindDifference }) {
  const { t } = useTranslation('sync');
  const verdict = here < center ? t('check.fewer', { difference: center - here }) : here > center ? t('check.more', { difference: here - center }) : t('check.changed');
  return (
    <li>
      <strong>{t(`kind.${kind}`)}</strong> {verdict} <small>({t('check.counts', { here, center })})</small>
    </li>
  );
}
