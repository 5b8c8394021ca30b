import { CloudSyncOutlined, CheckCircleFilled, DisconnectOutlined, PauseCircleFilled, StopOutlined, SyncOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../data/hooks/data-context.ts';
import { useStanding } from '../features/sync/index.ts';
import { useConnection } from '../state/connection.ts';
import { useExchanges } from '../state/exchanges.ts';
import { spanText } from '../ui/format.ts';
import { pillOf, toneOf, type PillState } from './pill-state.ts';
import { useMinute } from './use-minute.ts';

/** Whether the center is in reach, and what it has not got yet. It leads to the sync screen. */
export function ConnectionPill() {
  const { clock } = useData();
  const { t } = useTranslation('app');
  const connection = useConnection((state) => state.connection);
  const standing = useStanding();
  const trouble = useExchanges((state) => state.trouble);
  useMinute();
  if (connection === null || standing === null) return null;
  const agreed = standing.state.agreement?.equal ?? null;
  // Equal records alone are not green: photos may still have to be looked for.
  const equal = agreed === true && standing.open.length > 0 ? null : agreed;
  const pill = pillOf(connection, standing.waiting, clock.now(), { trouble, paused: standing.paused, equal });
  return (
    <Link className={`qy-pill qy-pill--${toneOf(pill)}`} to="/sync" title={t('pill.open')}>
      {iconOf(pill)}
      <output className="qy-pill__text" aria-live="polite">
        <PillWords pill={pill} />
      </output>
      {pill.troubles > 0 && <span className="qy-pill__dot" aria-hidden="true" />}
    </Link>
  );
}

function PillWords({ pill }: { readonly pill: PillState }) {
  const { t } = useTranslation('app');
  if (pill.link === 'revoked') return t('pill.revoked');
  const span = pill.away === null ? null : spanText(pill.away, t);
  const link = pill.paused ? t('pill.paused') : pill.link === 'offline' && span !== null ? t('pill.offlineFor', { span }) : t(`pill.${pill.link}`);
  const parts = [link, ...(pill.records + pill.photos > 0 ? [waitingWords(pill, t)] : [])];
  if (pill.stuck) parts.push(t('pill.stuck'));
  if (pill.troubles > 0) parts.push(t('pill.troubles', { count: pill.troubles }));
  if (pill.received) parts.push(receivedWords(pill, t));
  return parts.join(t('pill.joiner'));
}

type T = ReturnType<typeof useTranslation<'app'>>['t'];

function waitingWords({ link, records, photos, stuck, paused }: PillState, t: T): string {
  const what = [records > 0 ? t('pill.records', { count: records }) : '', photos > 0 ? t('pill.photos', { count: photos }) : ''].filter((part) => part !== '').join(t('pill.and'));
  return t(link === 'online' && !stuck && !paused ? 'pill.sending' : 'pill.waiting', { what });
}

/** Nothing waits: whether the center has all is known for certain only by comparing. */
function receivedWords({ link, equal, paused }: PillState, t: T): string {
  if (equal === false) return t('pill.different');
  if (link !== 'online' || paused) return t('pill.receivedBefore');
  return t(equal === null ? 'pill.uncompared' : 'pill.received');
}

function iconOf(pill: PillState): ReactNode {
  const tone = toneOf(pill);
  if (tone === 'stopped') return <StopOutlined aria-hidden="true" />;
  if (pill.paused) return <PauseCircleFilled aria-hidden="true" />;
  if (pill.link === 'offline') return <DisconnectOutlined aria-hidden="true" />;
  if (pill.link === 'connecting') return <SyncOutlined aria-hidden="true" />;
  return tone === 'received' ? <CheckCircleFilled aria-hidden="true" /> : <CloudSyncOutlined aria-hidden="true" />;
}
