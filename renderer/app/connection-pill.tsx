import { CloudSyncOutlined, CheckCircleFilled, DisconnectOutlined, StopOutlined, SyncOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../data/hooks/data-context.ts';
import { useWaiting } from '../data/hooks/use-custody.ts';
import { useConnection } from '../state/connection.ts';
import { useExchanges } from '../state/exchanges.ts';
import { spanText } from '../ui/format.ts';
import { pillOf, type PillState } from './pill-state.ts';
import { useMinute } from './use-minute.ts';

/** Whether the center is in reach, and what it has not got yet. It leads to the sync screen. */
export function ConnectionPill() {
  const { clock } = useData();
  const { t } = useTranslation('app');
  const connection = useConnection((state) => state.connection);
  const waiting = useWaiting();
  const trouble = useExchanges((state) => state.trouble);
  useMinute();
  if (connection === null || waiting === null) return null;
  const pill = pillOf(connection, waiting, clock.now(), trouble);
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
  const link = pill.link === 'offline' && span !== null ? t('pill.offlineFor', { span }) : t(`pill.${pill.link}`);
  const parts = [link, ...(pill.records + pill.photos > 0 ? [waitingWords(pill, t)] : [])];
  if (pill.stuck) parts.push(t('pill.stuck'));
  if (pill.troubles > 0) parts.push(t('pill.troubles', { count: pill.troubles }));
  if (pill.received) parts.push(t(pill.link === 'online' ? 'pill.received' : 'pill.receivedBefore'));
  return parts.join(t('pill.joiner'));
}

type T = ReturnType<typeof useTranslation<'app'>>['t'];

function waitingWords({ link, records, photos, stuck }: PillState, t: T): string {
  const what = [records > 0 ? t('pill.records', { count: records }) : '', photos > 0 ? t('pill.photos', { count: photos }) : ''].filter((part) => part !== '').join(t('pill.and'));
  return t(link === 'online' && !stuck ? 'pill.sending' : 'pill.waiting', { what });
}

function toneOf({ link, received, troubles, stuck }: PillState): string {
  if (link === 'revoked' || link === 'tooOld' || link === 'tooNew') return 'stopped';
  if (troubles > 0 || stuck) return 'trouble';
  if (link !== 'online') return 'away';
  return received ? 'received' : 'busy';
}

function iconOf(pill: PillState): ReactNode {
  const { link, received } = pill;
  if (toneOf(pill) === 'stopped') return <StopOutlined aria-hidden="true" />;
  if (link === 'offline') return <DisconnectOutlined aria-hidden="true" />;
  if (link === 'connecting') return <SyncOutlined aria-hidden="true" />;
  return received ? <CheckCircleFilled aria-hidden="true" /> : <CloudSyncOutlined aria-hidden="true" />;
}
