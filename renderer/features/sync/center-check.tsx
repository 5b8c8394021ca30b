import { Alert, Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRepairs } from '../../data/hooks/use-agreement.ts';
import { useConnection } from '../../state/connection.ts';
import { useExchanges } from '../../state/exchanges.ts';
import { instantText } from '../../ui/format.ts';
import { Loading } from '../../ui/states.tsx';
import { RepairHistory, RepairWords } from './repair-history.tsx';
import { useCheck, type Check } from './use-check.ts';
import { useStanding } from './use-standing.ts';

type Known = NonNullable<ReturnType<typeof useStanding>>;

/** Compares this machine with the center, puts right what differs, and tells what was found (rules C1, C2). */
export function CenterCheck() {
  const { t } = useTranslation('sync');
  const standing = useStanding();
  const check = useCheck();
  if (standing === null) return <Loading />;
  if (standing.open.includes('oldCenter')) return <Alert type="info" showIcon title={t('check.oldCenter')} description={t('check.oldCenterHint')} />;
  return (
    <div className="sync-check">
      <div>{t('check.hint')}</div>
      <Button type="primary" size="large" disabled={check.running || standing.paused} onClick={check.start}>
        {t('check.start')}
      </Button>
      {standing.paused && <div>{t('check.paused')}</div>}
      {check.running ? <Running check={check} /> : <Verdict standing={standing} />}
      {!check.running && check.startedAt !== null && <Found since={check.startedAt} equal={standing.state.agreement?.equal === true} />}
      <RepairHistory />
    </div>
  );
}

function Running({ check: { done, total } }: { readonly check: Check }) {
  const { t } = useTranslation('sync');
  const trouble = useExchanges((store) => store.trouble);
  const online = useConnection((store) => store.connection?.state === 'online');
  return (
    <div className="sync-check__bar" role="status">
      {total === 0 || done < total ? t('check.progress', { done, total }) : t('check.asking')}
      <Progress percent={total === 0 ? 0 : Math.floor((100 * done) / total)} />
      {!online || trouble?.kind === 'offline' ? <div>{t('check.waitsForLink')}</div> : trouble !== null && <div>{t('check.waitsForCenter')}</div>}
    </div>
  );
}

/** What the last comparison said, by whomever it was asked for. */
function Verdict({ standing: { state, waiting } }: { readonly standing: Known }) {
  const { t, i18n } = useTranslation('sync');
  const { agreement } = state;
  if (agreement === null) return <div role="status">{t('check.none')}</div>;
  const unsent = waiting.records + waiting.aside;
  return (
    <div role="status">
      <div className={`sync-check__verdict sync-check__verdict--${agreement.equal ? 'same' : 'different'}`}>{t(agreement.equal ? 'check.same' : 'check.different')}</div>
      <div>{t('check.when', { when: instantText(new Date(agreement.at).toISOString(), i18n.language) })}</div>
      {unsent > 0 && <div>{t('check.unsent', { records: unsent })}</div>}
      {!agreement.equal && <div>{t('check.differentHint')}</div>}
    </div>
  );
}

/** What the comparison that was asked for now has put right. */
function Found({ since, equal }: { readonly since: number; readonly equal: boolean }) {
  const { t } = useTranslation('sync');
  const repairs = useRepairs();
  if (repairs === null) return null;
  const found = repairs.filter(({ at, found: kinds }) => at >= since && Object.keys(kinds).length > 0);
  if (found.length === 0 && equal) return <div role="status">{t('check.nothingFound')}</div>;
  return found.map((report) => <RepairWords key={report.at} report={report} />);
}
