import { Button, Select } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { useSetAside, type SetAside } from '../../data/hooks/use-custody.ts';
import { ExportButton } from '../../ui/export-button.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { ASIDE_ORDERS, sifted, type AsideOrder, type AsideRow } from './aside-rows.ts';
import { loadWaiting, useWaitingColumns } from './export-waiting.ts';
import { useFaceTitle, useKindName } from './face-columns.tsx';
import { HeldOutcomeHistory } from './held-outcome-notice.tsx';
import { HeldRemovals } from './held-removals.tsx';
import { faceOf } from './record-face.ts';
import { RefusedPhoto } from './refused-photo.tsx';
import { RefusedRecord } from './refused-record.tsx';
import { useRefusalWords } from './refusal-words.ts';
import { useFaces } from './use-faces.ts';

/** Cards that are drawn at a time. */
const SHOWN = 30;

/** Records that the center refused (rule P2): why, what to do, and the ways on; and what was decided on removals (rule D1). */
export function RefusedRecords() {
  const [photo, setPhoto] = useState<{ readonly id: string; readonly field: string } | null>(null);
  const close = useCallback(() => setPhoto(null), []);
  const onPhoto = useCallback((id: string, field: string) => setPhoto({ id, field }), []);
  return (
    <>
      <Refused onPhoto={onPhoto} />
      <HeldOutcomeHistory />
      {/* It stays open also when the photo, once mended, leaves the list. */}
      {photo !== null && <RefusedPhoto id={photo.id} field={photo.field} onClose={close} />}
    </>
  );
}

function Refused({ onPhoto }: { readonly onPhoto: (id: string, field: string) => void }) {
  const { t } = useTranslation('sync');
  const asides = useSetAside();
  const rows = useAsideRows(asides);
  if (asides === null || rows === null) return <Loading />;
  if (asides.length === 0) return <EmptyState title={t('refused.empty')} hint={t('refused.emptyHint')} />;
  const held = rows.filter(({ aside }) => aside.refusal.code === 'held');
  const others = rows.filter(({ aside }) => aside.refusal.code !== 'held');
  return (
    <div className="sync-refused">
      {held.length > 0 && <HeldRemovals rows={held} />}
      {others.length > 0 && <Others rows={others} onPhoto={onPhoto} />}
    </div>
  );
}

function Others({ rows, onPhoto }: { readonly rows: readonly AsideRow[]; readonly onPhoto: (id: string, field: string) => void }) {
  const { t } = useTranslation('sync');
  const { replica, clock } = useData();
  const exported = useWaitingColumns();
  const [words, setWords] = useState('');
  const [order, setOrder] = useState<AsideOrder>('newest');
  const [limit, setLimit] = useState(SHOWN);
  const hits = useMemo(() => sifted(rows, words, order), [rows, words, order]);
  return (
    <>
      <div className="sync-tools">
        <SearchBox value={words} onChange={setWords} placeholder={t('refused.search')} />
        <Select<AsideOrder> aria-label={t('refused.order')} className="sync-tools__order" value={order} onChange={setOrder} options={ASIDE_ORDERS.map((value) => ({ value, label: t(`refused.orders.${value}`) }))} />
        <ExportButton load={async () => (await loadWaiting(replica)).filter(({ refusal }) => refusal !== null)} columns={exported} fileName={`${t('tabs.refused')}-${clock.today()}`} sheet={t('tabs.refused')} />
      </div>
      {hits.length === 0 && <EmptyState title={t('refused.noHits')} />}
      {hits.slice(0, limit).map((row) => (
        <RefusedRecord key={row.id} row={row} onPhoto={onPhoto} />
      ))}
      {hits.length > limit && <Button onClick={() => setLimit(limit + SHOWN)}>{t('refused.more', { count: hits.length - limit })}</Button>}
    </>
  );
}

/** Refused records with their names and reasons; null while they are read. */
function useAsideRows(asides: readonly SetAside[] | null): readonly AsideRow[] | null {
  const faces = useFaces(asides);
  const kindName = useKindName();
  const titleOf = useFaceTitle();
  const words = useRefusalWords();
  return useMemo(() => {
    if (asides === null || (asides.length > 0 && faces === null)) return null;
    const byKey = new Map(faces?.map((face) => [`${face.kind}:${face.id}`, face]));
    return asides.map((aside): AsideRow => {
      const id = `${aside.kind}:${aside.id}`;
      const face = byKey.get(id) ?? faceOf(aside.kind, aside.id, null);
      return { id, aside, face, kind: kindName(aside.kind), title: titleOf(face), ...words(aside.refusal) };
    });
    // The words follow the language, which draws the screen anew.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [asides, faces]);
}
