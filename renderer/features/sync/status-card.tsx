import { CheckCircleFilled, CloudSyncOutlined, DisconnectOutlined, LoadingOutlined, PauseCircleFilled, StopOutlined } from '@ant-design/icons';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '#shared/bridge/contract.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useWaiting } from '../../data/hooks/use-custody.ts';
import { useNow } from '../../data/hooks/use-now.ts';
import { useConnection } from '../../state/connection.ts';
import { useExchanges } from '../../state/exchanges.ts';
import { agoText, instantText } from '../../ui/format.ts';
import { ClockFact } from '../clock/index.ts';
import { ContactButton } from './contact-button.tsx';
import { OpenPoints } from './open-list.tsx';
import { PauseButton } from './pause-button.tsx';
import { useStanding } from './use-standing.ts';
import { waitingText } from './waiting-text.ts';

/** How the card looks: green where nothing at all is open, else as the link is. */
type Look = Connection['state'] | 'green' | 'paused';

const ICONS: Readonly<Record<Look, ReactNode>> = {
  green: <CheckCircleFilled aria-hidden="true" />,
  paused: <PauseCircleFilled aria-hidden="true" />,
  online: <CloudSyncOutlined aria-hidden="true" />,
  connecting: <LoadingOutlined aria-hidden="true" />,
  offline: <DisconnectOutlined aria-hidden="true" />,
  revoked: <StopOutlined aria-hidden="true" />,
  tooOld: <StopOutlined aria-hidden="true" />,
  tooNew: <StopOutlined aria-hidden="true" />,
  notEnrolled: <StopOutlined aria-hidden="true" />,
};

/** The link in plain words, what is still open, and what a person can do about it (rules C1, C2). */
export function StatusCard() {
  const { t } = useTranslation('sync');
  const { enrolment } = useData();
  const standing = useStanding();
  const connection = useConnection((store) => store.connection);
  const center = enrolment.centerName;
  const state = connection?.state ?? 'connecting';
  const paused = standing?.paused === true && (state === 'online' || state === 'connecting' || state === 'offline');
  const look: Look = paused ? 'paused' : state === 'online' && standing?.open.length === 0 ? 'green' : state;
  return (
    <section className={`sync-status sync-status--${look}`} aria-live="polite">
      <div className="sync-status__icon">{ICONS[look]}</div>
      <div className="sync-status__words">
        <h2 className="sync-status__title">{t(`connection.${look}`, { center })}</h2>
        <Hint look={look} center={center} />
        {standing !== null && look !== 'green' && <OpenPoints standing={standing} />}
        <Facts connection={connection} />
      </div>
      <div className="sync-status__buttons">
        {!paused && <ContactButton connection={connection} />}
        {standing !== null && <PauseButton paused={standing.paused} />}
      </div>
    </section>
  );
}

/** What the state means for the person; or why the center, though in reach, does not take what is sent. */
function Hint({ look, center }: { readonly look: Look; readonly center: string }) {
  const { t } = useTranslation('sync');
  const trouble = useExchanges((store) => store.trouble);
  if ((look !== 'online' && look !== 'green') || trouble === null || trouble.kind === 'offline') return <div>{t(`connection.${look}Hint`, { center })}</div>;
  const reason = trouble.kind === 'refused' && trouble.code === 'storageFull' ? 'storageFull' : trouble.kind === 'busy' ? 'busy' : 'refused';
  return <Alert type="warning" showIcon title={t(`connection.trouble.${reason}`)} />;
}

function Facts({ connection }: { readonly connection: Connection | null }) {
  const { t, i18n } = useTranslation('sync');
  const waiting = useWaiting();
  const exchange = useExchanges((store) => store.exchanges[0]);
  const now = useNow();
  const lastContact = connection?.lastContact ?? null;
  return (
    <dl className="sync-facts">
      <Fact name={t('connection.waiting')}>{waiting === null ? '' : waitingText(waiting, t)}</Fact>
      <Fact name={t('connection.lastContact')}>
        {lastContact === null ? t('connection.never') : t('connection.lastContactAgo', { ago: agoText(lastContact, now, t), when: instantText(new Date(lastContact).toISOString(), i18n.language) })}
      </Fact>
      {exchange !== undefined && <Fact name={t('connection.lastExchange')}>{t('connection.lastExchangeText', { ago: agoText(exchange.at, now, t), pushed: exchange.pushed, pulled: exchange.pulled })}</Fact>}
      <Fact name={t('connection.clock')}>
        <ClockFact />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
