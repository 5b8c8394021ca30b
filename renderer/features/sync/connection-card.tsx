import { CheckCircleFilled, DisconnectOutlined, LoadingOutlined, StopOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '#shared/bridge/contract.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useWaiting } from '../../data/hooks/use-custody.ts';
import { useNow } from '../../data/hooks/use-now.ts';
import { useConnection } from '../../state/connection.ts';
import { useExchanges } from '../../state/exchanges.ts';
import { toast } from '../../ui/feedback.tsx';
import { EnrolAgain } from '../enrol/index.ts';
import { agoText, instantText } from '../../ui/format.ts';
import { waitingText } from './waiting-text.ts';

const ICONS: Readonly<Record<Connection['state'], ReactNode>> = {
  online: <CheckCircleFilled aria-hidden="true" />,
  connecting: <LoadingOutlined aria-hidden="true" />,
  offline: <DisconnectOutlined aria-hidden="true" />,
  revoked: <StopOutlined aria-hidden="true" />,
  tooOld: <StopOutlined aria-hidden="true" />,
  tooNew: <StopOutlined aria-hidden="true" />,
  notEnrolled: <StopOutlined aria-hidden="true" />,
};

/** How long the host gets to reach the center before the person is told that it did not. */
const PATIENCE_MS = 8_000;

/** The link in plain words, what waits, and the one thing that a person can do about it. */
export function ConnectionCard() {
  const { t, i18n } = useTranslation('sync');
  const { enrolment } = useData();
  const connection = useConnection((store) => store.connection);
  const waiting = useWaiting();
  const exchange = useExchanges((store) => store.exchanges[0]);
  const now = useNow();
  const center = enrolment.centerName;
  const state = connection?.state ?? 'connecting';
  const moment = (at: number): string => instantText(new Date(at).toISOString(), i18n.language);
  return (
    <section className={`sync-status sync-status--${state}`} aria-live="polite">
      <div className="sync-status__icon">{ICONS[state]}</div>
      <div className="sync-status__words">
        <h2 className="sync-status__title">
          {t(`connection.${state}`, { center })} {connection !== null && state !== 'notEnrolled' && <small>{t('connection.since', { when: moment(connection.since) })}</small>}
        </h2>
        <Hint state={state} center={center} />
        <dl className="sync-facts">
          <dt>{t('connection.waiting')}</dt>
          <dd>{waiting === null ? '' : waitingText(waiting, t)}</dd>
          <dt>{t('connection.lastContact')}</dt>
          <dd>
            {connection === null || connection.lastContact === null
              ? t('connection.never')
              : t('connection.lastContactAgo', { ago: agoText(connection.lastContact, now, t), when: moment(connection.lastContact) })}
          </dd>
          {exchange !== undefined && (
            <>
              <dt>{t('connection.lastExchange')}</dt>
              <dd>{t('connection.lastExchangeText', { ago: agoText(exchange.at, now, t), pushed: exchange.pushed, pulled: exchange.pulled })}</dd>
            </>
          )}
        </dl>
      </div>
      <ContactButton connection={connection} />
    </section>
  );
}

/** What the state means for the person; or why the center, though in reach, does not take what is sent. */
function Hint({ state, center }: { readonly state: Connection['state']; readonly center: string }) {
  const { t } = useTranslation('sync');
  const trouble = useExchanges((store) => store.trouble);
  if (state !== 'online' || trouble === null || trouble.kind === 'offline') return <div>{t(`connection.${state}Hint`, { center })}</div>;
  const reason = trouble.kind === 'refused' && trouble.code === 'storageFull' ? 'storageFull' : trouble.kind === 'busy' ? 'busy' : 'refused';
  return <Alert type="warning" showIcon title={t(`connection.trouble.${reason}`)} />;
}

/** Asks the host to try now, and says what came of it. */
function ContactButton({ connection }: { readonly connection: Connection | null }) {
  const { t } = useTranslation('sync');
  const { bridge, sync } = useData();
  const [busy, setBusy] = useState(false);
  const contact = async (): Promise<void> => {
    setBusy(true);
    const reached = answered(bridge, () => useConnection.getState().connection?.state === 'online');
    await bridge.invoke('link.retry', null);
    sync.now();
    const online = await reached;
    setBusy(false);
    toast(online ? 'success' : 'warning', t(online ? 'connection.reached' : 'connection.notReached'));
  };
  if (connection?.state === 'revoked' || connection?.state === 'notEnrolled') return <EnrolAgain />;
  return (
    <Button type="primary" size="large" loading={busy} onClick={() => void contact()}>
      {t(busy ? 'connection.asked' : 'connection.now')}
    </Button>
  );
}

/** Resolves to true once the link is online, and to false where it says that it is not, or says nothing for too long. */
function answered(bridge: ReturnType<typeof useData>['bridge'], onlineNow: () => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (online: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(online);
    };
    const timer = setTimeout(() => end(onlineNow()), onlineNow() ? 0 : PATIENCE_MS);
    const stop = bridge.on('link.connection', ({ state }) => {
      if (state === 'online') end(true);
      else if (state !== 'connecting') end(false);
    });
  });
}
