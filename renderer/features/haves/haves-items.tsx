import { Switch } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/page.tsx';
import { EmptyState, Loading, LoadFailed } from '../../ui/states.tsx';
import { HavesSummary } from './haves-summary.tsx';
import { ItemCard } from './item-card.tsx';
import { byHave, useHavesCompletion } from './use-haves-completion.ts';

interface HavesItemsProps {
  /** Have or key of the item to scroll to. */
  readonly have: string | null;
  readonly item: string | null;
}

/** The items of the standard by have. */
export function HavesItems({ have: wantedHave, item: wantedItem }: HavesItemsProps) {
  const { t } = useTranslation(['haves', 'common']);
  const { value, error, retry } = useHavesCompletion();
  const [onlyMissing, setOnlyMissing] = useState(false);
  const ready = value !== null;
  useEffect(() => {
    const wanted = wantedItem === null ? wantedHave : wantedItem;
    if (!ready || wanted === null) return;
    document.querySelector(`[data-${wantedItem === null ? 'have' : 'item'}="${CSS.escape(wanted)}"]`)?.scrollIntoView({ block: 'start' });
  }, [ready, wantedHave, wantedItem]);
  if (error !== null) return <LoadFailed error={error} onRetry={retry} />;
  if (value === null) return <Loading />;
  const haves = byHave(value.completion).map((state) => ({ ...state, shown: onlyMissing ? state.items.filter(({ missing }) => missing > 0) : state.items }));
  const shown = haves.filter((state) => state.shown.length > 0);
  return (
    <div className="qy-standard">
      <div className="qy-standard__top">
        <HavesSummary completion={value.completion} />
        <label className="qy-standard__filter">
          <Switch checked={onlyMissing} onChange={setOnlyMissing} />
          {t('onlyMissing')}
        </label>
      </div>
      {shown.length === 0 && <EmptyState title={t('nothingMissing')} />}
      {shown.map(({ have, items, done, shown: own }) => (
        <div key={have} data-have={have} className="qy-standard__have">
          <Section title={t(`common:haves.${have}`)} extra={<span className={done === items.length ? 'qy-item-status qy-item-status--complete' : 'qy-item-status qy-item-status--missing'}>{t('done', { done, total: items.length })}</span>}>
            {own.map((state) => (
              <ItemCard key={state.item.key} state={state} photos={value.photos.get(state.item.key) ?? []} />
            ))}
          </Section>
        </div>
      ))}
    </div>
  );
}
