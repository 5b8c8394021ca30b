import { CheckCircleOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isKind } from '#shared/schema/validate.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { ContestedList } from './contested-list.tsx';
import { ContestedRecord } from './contested-record.tsx';
import { DeskExport } from './desk-export.tsx';
import { DeskFilters, NO_FILTER, passes, type DeskFilter } from './desk-filters.tsx';
import './merge-desk.css';
import { useCurrentRow } from './use-current-row.ts';
import { useDecide, type Decide } from './use-decide.ts';
import { useDeskKeys } from './use-desk-keys.ts';
import { useDeskRows, type DeskMode, type DeskRow } from './use-desk-rows.ts';

/** The key that takes the last decision back. */
const UNDO_KEY = 'Z';

/** All conflicts of this machine's scope on one desk, record by record, to be decided one after the other (rule M1). */
export function MergeDeskPage() {
  const { t } = useTranslation('merge');
  const [mode, setMode] = useState<DeskMode>('open');
  const [filter, setFilter] = useState<DeskFilter>(NO_FILTER);
  const all = useDeskRows(mode);
  const rows = useMemo(() => all?.filter((row) => passes(row, filter)) ?? null, [all, filter]);
  const current = useCurrentRow(rows ?? []);
  const decide = useDecide();
  const undo = async (): Promise<void> => {
    const undone = await decide.undoLast();
    if (undone === null) return;
    setMode('open');
    current.select(`${undone.kind}:${undone.id}`);
  };
  useDeskKeys({ z: () => void undo() });
  const actions = (
    <>
      <Button icon={<UndoOutlined />} disabled={decide.made === 0 || decide.busy} onClick={() => void undo()}>
        {t('undo')} <kbd className="desk-key">{UNDO_KEY}</kbd>
      </Button>
      <DeskExport rows={rows ?? []} />
    </>
  );
  return (
    <Page title={t('title')} subtitle={t('subtitle')} actions={actions}>
      <div className="desk-tools">
        <Segmented<DeskMode>
          aria-label={t('mode.label')}
          value={mode}
          onChange={setMode}
          options={[
            { value: 'open', label: t('mode.open') },
            { value: 'decided', label: t('mode.decided') },
          ]}
        />
        <DeskFilters rows={all ?? []} filter={filter} onChange={setFilter} />
        <span role="status">{mode === 'open' && <Waiting rows={all ?? []} />}</span>
      </div>
      {rows === null && <Loading />}
      {rows?.length === 0 && <Nothing mode={mode} filtered={all !== null && all.length > 0} />}
      {rows !== null && rows.length > 0 && <Desk rows={rows} mode={mode} current={current} decide={decide} />}
    </Page>
  );
}

function Waiting({ rows }: { readonly rows: readonly DeskRow[] }) {
  const { t } = useTranslation('merge');
  return rows.length === 0 ? null : t('waiting', { count: rows.reduce((total, { open }) => total + open, 0), records: rows.length });
}

interface DeskProps {
  readonly rows: readonly DeskRow[];
  readonly mode: DeskMode;
  readonly current: ReturnType<typeof useCurrentRow>;
  readonly decide: Decide;
}

/** The list, and beside it the record that was chosen in it. */
function Desk({ rows, mode, current, decide }: DeskProps) {
  const { t } = useTranslation('merge');
  const { row } = current;
  const known = row !== null && isKind(row.kind) ? { ...row, kind: row.kind } : null;
  return (
    <>
      <div className="desk">
        <ContestedList rows={rows} mode={mode} current={row?.key ?? null} onSelect={current.select} />
        <section className="desk__record" aria-label={t('record')}>
          {known === null ? <EmptyState title={t('unknownKind')} hint={t('unknownKindHint')} /> : <ContestedRecord key={known.key} row={known} decide={decide} onMove={current.move} onReturn={current.select} />}
        </section>
      </div>
      <p className="desk-keys">{t('keys')}</p>
    </>
  );
}

function Nothing({ mode, filtered }: { readonly mode: DeskMode; readonly filtered: boolean }) {
  const { t } = useTranslation('merge');
  if (filtered) return <EmptyState title={t('noHits')} hint={t('noHitsHint')} />;
  return <EmptyState icon={<CheckCircleOutlined />} title={t(`empty.${mode}`)} hint={t(`emptyHint.${mode}`)} />;
}
