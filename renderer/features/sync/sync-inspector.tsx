import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KINDS, type Kind } from '#shared/domain/record.ts';
import type { Checkpoint } from '#shared/protocol/exchange.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useWaiting } from '../../data/hooks/use-custody.ts';
import type { Replica } from '../../data/replica/open-replica.ts';
import { useConnection } from '../../state/connection.ts';
import { useExchanges } from '../../state/exchanges.ts';
import { instantText } from '../../ui/format.ts';
import './sync.css';
import { useEventLog } from './use-event-log.ts';

interface KindState {
  readonly kind: Kind;
  readonly count: number;
  readonly waiting: number;
  readonly checkpoint: Checkpoint | undefined;
}

/** The sync's inside for developers: queue, positions, last exchanges, digests, the host's events. */
export function SyncInspector() {
  const { t, i18n } = useTranslation('sync');
  const waiting = useWaiting();
  const connection = useConnection((store) => store.connection);
  const exchanges = useExchanges((store) => store.exchanges);
  const moment = (at: number): string => instantText(new Date(at).toISOString(), i18n.language);
  return (
    <aside className="sync-inspector" aria-label={t('inspector.title')}>
      <h3>{t('inspector.queue')}</h3>
      <div>{waiting === null ? '' : t('inspector.queueText', { records: waiting.records, photos: waiting.photos, failed: waiting.photosFailed, aside: waiting.aside })}</div>
      <h3>{t('inspector.connection')}</h3>
      <div>{connection === null ? t('inspector.none') : t('inspector.connectionText', { state: connection.state, since: moment(connection.since), skew: connection.skewMs ?? t('inspector.none') })}</div>
      <h3>{t('inspector.lastExchange')}</h3>
      {exchanges.length === 0 && <div>{t('inspector.none')}</div>}
      <ol reversed>
        {exchanges.map((exchange, index) => (
          <li key={`${exchange.at}:${exchanges.length - index}`}>{t('inspector.exchangeText', { count: exchanges.length - index, when: moment(exchange.at), pushed: exchange.pushed, pulled: exchange.pulled })}</li>
        ))}
      </ol>
      <KindTable />
      <EventLog />
    </aside>
  );
}

function KindTable() {
  const { t } = useTranslation('sync');
  const { replica } = useData();
  const [digests, setDigests] = useState<Readonly<Partial<Record<Kind, string>>>>({});
  const exchanges = useExchanges((store) => store.exchanges[0]?.at ?? 0);
  const [states, setStates] = useState<readonly KindState[]>([]);
  useEffect(() => {
    let current = true;
    void loadKinds(replica).then((loaded) => {
      if (current) setStates(loaded);
    });
    return () => {
      current = false;
    };
  }, [replica, exchanges]);
  const compute = (): void => setDigests(Object.fromEntries(KINDS.map((kind) => [kind, replica.engine.digests.total(kind).xor.slice(0, 12)])));
  return (
    <>
      <h3>{t('inspector.kinds')}</h3>
      <table>
        <thead>
          <tr>
            {(['kind', 'count', 'waiting', 'checkpoint', 'digest'] as const).map((column) => (
              <th key={column}>{t(`inspector.${column}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {states.map(({ kind, count, waiting, checkpoint }) => (
            <tr key={kind}>
              <td>{kind}</td>
              <td>{count}</td>
              <td>{waiting}</td>
              <td>{positions(checkpoint)}</td>
              <td>
                <code>{digests[kind]}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button size="small" onClick={compute}>
        {t('inspector.computeDigest')}
      </Button>
    </>
  );
}

async function loadKinds(replica: Replica): Promise<KindState[]> {
  const { marks } = await replica.engine.store.state();
  const waiting = (await replica.local.pendings.where('aside').equals(0).toArray()).map((entry) => entry.kind);
  const own = async (kind: Kind): Promise<KindState> => ({
    kind,
    count: await replica.collections[kind].count({ selector: {} }).exec(),
    waiting: waiting.filter((entry) => entry === kind).length,
    checkpoint: marks[kind],
  });
  return Promise.all(KINDS.map(own));
}

function positions(checkpoint: Checkpoint | undefined): string {
  return Object.entries(checkpoint ?? {})
    .map(([county, position]) => `${county}:${position}`)
    .join(' ');
}

function EventLog() {
  const { t, i18n } = useTranslation('sync');
  const { events, clear } = useEventLog();
  return (
    <>
      <h3>{t('inspector.events')}</h3>
      {events.length === 0 && <div>{t('inspector.noEvents')}</div>}
      <ol reversed>
        {events.map((event) => (
          <li key={event.number}>
            {instantText(new Date(event.at).toISOString(), i18n.language)} <code>{event.name}</code> {event.payload}
          </li>
        ))}
      </ol>
      <Button size="small" onClick={clear}>
        {t('inspector.clear')}
      </Button>
    </>
  );
}
