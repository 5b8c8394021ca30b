import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { useOnce } from '../../data/hooks/use-edit.ts';
import { ExportButton } from '../../ui/export-button.tsx';
import type { AsideRow } from './aside-rows.ts';
import { loadWaiting, useWaitingColumns } from './export-waiting.ts';
import { useGiveUp } from './use-give-up.ts';

/** Names that are shown before a person asks for all. */
const FEW = 6;

/** Removals that the county has to confirm (rule D1), in one: nothing need be done, unless it was a slip. */
export function HeldRemovals({ rows }: { readonly rows: readonly AsideRow[] }) {
  const { t } = useTranslation('sync');
  const { replica, clock } = useData();
  const exported = useWaitingColumns();
  const giveUp = useGiveUp();
  const { saving, once } = useOnce();
  const [all, setAll] = useState(false);
  return (
    <section className="sync-refused__item sync-refused__item--held">
      <div className="sync-refused__words">
        <strong>{t('held.title', { count: rows.length })}</strong>
        <div>{t('held.text')}</div>
        <ul className="sync-held">
          {(all ? rows : rows.slice(0, FEW)).map(({ id, kind, title, face }) => (
            <li key={id}>
              {kind} · {title} {face.day}
            </li>
          ))}
        </ul>
        {rows.length > FEW && (
          <Button type="link" onClick={() => setAll(!all)}>
            {all ? t('held.fewer') : t('held.all', { count: rows.length })}
          </Button>
        )}
      </div>
      <div className="sync-buttons">
        <Button loading={saving} onClick={() => void once(() => giveUp(rows.map(({ aside }) => aside)))}>
          {t('held.bringBack')}
        </Button>
        <ExportButton load={async () => (await loadWaiting(replica)).filter(({ refusal }) => refusal?.code === 'held')} columns={exported} fileName={`${t('held.file')}-${clock.today()}`} sheet={t('held.file')} />
      </div>
    </section>
  );
}
