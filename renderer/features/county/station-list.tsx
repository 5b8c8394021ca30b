import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Kind } from '#shared/domain/record.ts';
import type { RecordTypes } from '#shared/schema/records.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useSearch } from '../../data/hooks/use-records.ts';
import { listOnce } from '../../data/records/queries.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState, LoadFailed } from '../../ui/states.tsx';

const PAGE = 200;

/** Kinds that a station's page lists in a table. */
type Listed = 'activities' | 'volunteers' | 'serviceRecords';
const WORDS: Readonly<Record<Listed, 'activities' | 'volunteers' | 'hours'>> = { activities: 'activities', volunteers: 'volunteers', serviceRecords: 'hours' };

export interface StationListProps<K extends Listed & Kind> {
  readonly kind: K;
  /** The station's division code and name. */
  readonly code: string;
  readonly name: string;
  readonly order: 'newest' | 'name';
  readonly columns: readonly Column<RecordTypes[K]>[];
  /** Columns of the sheet, where they are more than those on the screen. */
  readonly sheet?: readonly Column<RecordTypes[K]>[];
  readonly onOpen?: (record: RecordTypes[K]) => void;
  readonly children?: ReactNode;
}

/**
 * One kind of a station's records, live as they arrive: search, table, sheet. Read by the index of sites. A list that is
 * not read to its end is not sorted by columns, which would sort the part that was read.
 */
export function StationList<K extends Listed>({ kind, code, name, order, columns, sheet = columns, onOpen, children }: StationListProps<K>) {
  const { t } = useTranslation('county');
  const { replica, clock } = useData();
  const [words, setWords] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const { value, error, searching } = useSearch(kind, words, { where: { site: code }, order, limit });
  const word: (typeof WORDS)[Listed] = WORDS[kind];
  const tab = t(`station.tabs.${word}`);
  if (error !== null) return <LoadFailed error={error} />;
  return (
    <>
      <div className="county-list-head">
        <SearchBox value={words} onChange={setWords} placeholder={t(`station.search.${word}`)} searching={searching} />
        {children}
        <ExportButton load={() => listOnce(replica, kind, { where: { site: code }, order, limit: Infinity })} columns={sheet} fileName={`${name}-${tab}-${clock.today()}`} sheet={tab} />
      </div>
      <DataTable<RecordTypes[K]>
        rows={value}
        columns={value !== null && value.length >= limit ? columns.map(({ sort: _sort, ...column }) => column) : columns}
        {...(onOpen === undefined ? {} : { onOpen })}
        onEndReached={() => {
          if (value !== null && value.length >= limit) setLimit(limit + PAGE);
        }}
        empty={words === '' ? <EmptyState title={t(`station.empty.${word}`)} hint={t('station.empty.hint')} /> : <EmptyState title={t('noHits')} />}
      />
    </>
  );
}
