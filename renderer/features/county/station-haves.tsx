import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { completion, HAVES, type ItemState } from '#shared/domain/seven-haves.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useList } from '../../data/hooks/use-records.ts';
import type { Column } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { Section } from '../../ui/page.tsx';
import { Loading, LoadFailed } from '../../ui/states.tsx';
import { PhotoTiles, useStandard } from '../photos/index.ts';

/** More photos than a station keeps for its items; the newest count. */
const LIMIT = 3_000;

/** Where a station stands on the seven haves, item by item, with the photos that say so. */
export function StationHaves({ code, name }: { readonly code: string; readonly name: string }) {
  const { t } = useTranslation(['county', 'common']);
  const { clock } = useData();
  const standard = useStandard();
  const { value, error } = useList('evidence', { where: { site: code }, order: 'newest', limit: LIMIT });
  const today = clock.today();
  const state = useMemo(() => (standard === null || value === null ? null : completion(standard.items, value, today)), [standard, value, today]);
  const byItem = useMemo(() => Map.groupBy(value ?? [], (photo) => photo.item), [value]);
  const columns = useItemColumns();
  if (error !== null) return <LoadFailed error={error} />;
  if (state === null || standard === null) return <Loading />;
  const { done, total, points, maxPoints } = state;
  return (
    <>
      <div className="county-list-head">
        <strong>{t('haves.done', { done, total, points, maxPoints })}</strong>
        <span>{t('haves.standard', { title: standard.title, version: standard.version })}</span>
        <ExportButton load={() => Promise.resolve(state.items)} columns={columns} fileName={`${name}-${t('station.tabs.haves')}-${today}`} sheet={t('station.tabs.haves')} />
      </div>
      <div className="county-haves-list">
        {HAVES.map((have) => {
          const items = state.items.filter(({ item }) => item.have === have);
          if (items.length === 0) return null;
          return (
            <Section key={have} title={t(`common:haves.${have}`)}>
              {items.map((item) => (
                <Item key={item.item.key} state={item} photos={byItem.get(item.item.key) ?? []} />
              ))}
            </Section>
          );
        })}
      </div>
    </>
  );
}

function Item({ state, photos }: { readonly state: ItemState; readonly photos: readonly Evidence[] }) {
  const stateText = useStateText();
  return (
    <div className="county-have">
      <div className="county-have__line">
        <span className="county-have__text">{state.item.text}</span>
        <span className={state.missing === 0 ? 'county-have__state county-have__state--complete' : 'county-have__state'}>{stateText(state)}</span>
      </div>
      {photos.length > 0 && <PhotoTiles photos={photos} readOnly />}
    </div>
  );
}

function useStateText(): (state: ItemState) => string {
  const { t } = useTranslation('county');
  return ({ missing, expired, daysLeft }) => {
    const parts = [missing === 0 ? t('haves.complete') : t('haves.missing', { count: missing })];
    if (expired > 0) parts.push(t('haves.expired', { count: expired }));
    if (daysLeft !== null) parts.push(t('haves.daysLeft', { count: daysLeft }));
    return parts.join(t('haves.joiner'));
  };
}

function useItemColumns(): readonly Column<ItemState>[] {
  const { t } = useTranslation(['county', 'common']);
  const stateText = useStateText();
  return useMemo(() => {
    const column = (key: 'have' | 'item' | 'photos' | 'state' | 'points', text: (state: ItemState) => string | number): Column<ItemState> => ({ key, title: t(`haves.${key}`), render: text, text });
    return [
      column('have', ({ item }) => t(`common:haves.${item.have}`)),
      column('item', ({ item }) => item.text),
      column('photos', ({ item, counting }) => `${counting}/${item.photos}`),
      column('state', stateText),
      column('points', ({ item, missing }) => (missing === 0 ? item.points : 0)),
    ];
    // `stateText` follows `t`.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [t]);
}
