import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordBase } from '#shared/domain/record.ts';
import type { RecordTypes } from '#shared/schema/records.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useSearch } from '../../data/hooks/use-records.ts';
import { listOnce } from '../../data/records/queries.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { toast } from '../../ui/feedback.tsx';
import { dayText, instantText } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { EmptyState, LoadFailed } from '../../ui/states.tsx';

const BINS = ['activities', 'volunteers', 'teams', 'evidence'] as const;
type BinKind = (typeof BINS)[number];

const PAGE = 50;
/** Days for which the center can bring back what was removed (rule D1). */
const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;
const HEIGHT = 320;

/** What was removed, and the way back (rule D1). */
export function RecycleBin() {
  const { t } = useTranslation('settings');
  const [kind, setKind] = useState<BinKind>('activities');
  return (
    <Section title={t('bin.title')} extra={<Segmented value={kind} onChange={setKind} options={BINS.map((value) => ({ value, label: t(`bin.kinds.${value}`) }))} />}>
      <Bin key={kind} kind={kind} />
    </Section>
  );
}

function Bin({ kind }: { readonly kind: BinKind }) {
  const { t } = useTranslation('settings');
  const { writer, replica, clock } = useData();
  const [limit, setLimit] = useState(PAGE);
  const [words, setWords] = useState('');
  const query = { order: kind === 'teams' ? 'name' : 'newest', removed: true } as const;
  const { value, error, searching } = useSearch(kind, words, { ...query, limit });
  const columns = useColumns(kind, clock.now(), async (id) => {
    const saved = await writer.setRemoved(kind, id, false);
    toast(saved.ok ? 'success' : 'error', t(saved.ok ? 'bin.restored' : 'bin.notRestored'));
  });
  if (error !== null) return <LoadFailed error={error} />;
  return (
    <>
      <div className="qy-settings-find">
        <SearchBox value={words} onChange={setWords} searching={searching} placeholder={t('bin.search')} />
      </div>
      <DataTable<RecordTypes[BinKind]> rows={value} columns={columns} height={HEIGHT} onEndReached={() => setLimit((value?.length ?? 0) + PAGE)} empty={words.trim() === '' ? <EmptyState title={t('bin.empty')} hint={t('bin.hint')} /> : <EmptyState title={t('bin.noHits')} />} />
      <ExportButton<RecordTypes[BinKind]> load={() => listOnce(replica, kind, { ...query, limit: Infinity })} columns={columns} fileName={`${t('bin.title')}-${clock.today()}`} sheet={t('bin.title')} />
    </>
  );
}

function useColumns(kind: BinKind, now: number, restore: (id: string) => Promise<void>): readonly Column<RecordTypes[BinKind]>[] {
  const { t, i18n } = useTranslation(['settings', 'common']);
  const leftText = (row: RecordBase): string => {
    const days = daysLeft(row, now);
    return days > 0 ? t('settings:bin.days', { days }) : t('settings:bin.past');
  };
  return [
    { key: 'name', title: t(`settings:bin.kinds.${kind}`), render: (row) => nameOf(row, t('settings:bin.photo')), text: (row) => nameOf(row, t('settings:bin.photo')) },
    { key: 'day', title: t('settings:bin.day'), width: 190, render: (row) => dayText(dayOf(row), i18n.language), text: dayOf },
    { key: 'who', title: t('settings:bin.who'), width: 120, render: (row) => row.by.person, text: (row) => row.by.person },
    { key: 'when', title: t('settings:bin.when'), width: 190, render: (row) => instantText(row.updatedAt, i18n.language), text: (row) => instantText(row.updatedAt, i18n.language) },
    { key: 'left', title: t('settings:bin.left'), width: 130, render: (row) => leftText(row), text: (row) => leftText(row) },
    { key: 'restore', title: '', width: 120, render: (row) => <Button onClick={() => void restore(row.id)}>{t('common:actions.restore')}</Button> },
  ];
}

function nameOf(row: RecordBase & { readonly title?: string; readonly name?: string; readonly caption?: string; readonly originalName?: string }, photo: string): string {
  return [row.title, row.name, row.caption, row.originalName].find((text) => text !== undefined && text !== '') ?? photo;
}

function dayOf(row: RecordBase & { readonly occurredOn?: string; readonly joinedOn?: string; readonly foundedOn?: string }): string {
  return row.occurredOn ?? row.joinedOn ?? row.foundedOn ?? '';
}

/** Days for which it is sure to come back, by this machine's clock: a record's last change is its removal. */
function daysLeft({ updatedAt }: RecordBase, now: number): number {
  return Math.min(KEPT_DAYS, Math.ceil(KEPT_DAYS - (now - Date.parse(updatedAt)) / DAY_MS));
}
