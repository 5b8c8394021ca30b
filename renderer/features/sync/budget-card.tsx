import { Segmented, Select } from 'antd';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BudgetSettings } from '#shared/sync/data-budget.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useBudget, type Budget } from '../../data/hooks/use-budget.ts';
import { bytesText } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';

/** Limits to choose from, in MB a day; 0 for none. */
const LIMITS = [0, 20, 50, 100, 200, 500, 1_000] as const;
const LINES = ['auto', 'yes', 'no'] as const;
const PARTS = ['none', 'thumbnails', 'all'] as const;

/** What the photos may use of the line (rule T1): changed by one click, and it holds at once. */
export function BudgetCard() {
  const { t } = useTranslation('sync');
  const { sync } = useData();
  const budget = useBudget();
  if (budget === null) return null;
  const { settings, meteredByMachine, metered } = budget;
  const change = (changes: Partial<BudgetSettings>): void => void sync.setBudget(changes);
  const line = settings.metered === null ? 'auto' : settings.metered ? 'yes' : 'no';
  return (
    <Section title={t('budget.title')}>
      <div className="sync-budget">
        <Choice name={t('budget.line')} note={line === 'auto' ? t(meteredByMachine ? 'budget.autoYes' : 'budget.autoNo') : ''}>
          {(label) => (
            <Segmented
              aria-labelledby={label}
              value={line}
              onChange={(chosen) => change({ metered: chosen === 'auto' ? null : chosen === 'yes' })}
              options={LINES.map((value) => ({ value, label: t(`budget.lines.${value}`) }))}
            />
          )}
        </Choice>
        {metered && (
          <Choice name={t('budget.parts')} note={t('budget.partsNote')}>
            {(label) => (
              <Segmented aria-labelledby={label} value={settings.photosOnMetered} onChange={(photosOnMetered) => change({ photosOnMetered })} options={PARTS.map((value) => ({ value, label: t(`budget.part.${value}`) }))} />
            )}
          </Choice>
        )}
        <Choice name={t('budget.daily')} note={usedText(budget, t)}>
          {(label) => <Select aria-labelledby={label} className="sync-budget__limit" value={settings.dailyLimitMB} onChange={(dailyLimitMB) => change({ dailyLimitMB })} options={limitsWith(settings.dailyLimitMB).map((value) => ({ value, label: value === 0 ? t('budget.noLimit') : t('budget.limit', { value }) }))} />}
        </Choice>
        <HeldBack budget={budget} />
      </div>
    </Section>
  );
}

function Choice({ name, note, children }: { readonly name: string; readonly note: string; readonly children: (label: string) => ReactNode }) {
  const label = useId();
  return (
    <div className="sync-budget__choice">
      <span id={label} className="sync-budget__name">
        {name}
      </span>
      {children(label)}
      {note !== '' && <span className="sync-budget__note">{note}</span>}
    </div>
  );
}

/** What the settings keep back now. */
function HeldBack({ budget: { heldBack } }: { readonly budget: Budget }) {
  const { t } = useTranslation('sync');
  if (heldBack.metered + heldBack.daily === 0) return null;
  return (
    <div className="sync-budget__held" role="status">
      {heldBack.metered > 0 && <div>{t('budget.heldMetered', { count: heldBack.metered })}</div>}
      {heldBack.daily > 0 && <div>{t('budget.heldDaily', { count: heldBack.daily })}</div>}
      <div>{t('budget.heldBytes', { bytes: bytesText(heldBack.bytes) })}</div>
    </div>
  );
}

function usedText({ usedToday }: Budget, t: ReturnType<typeof useTranslation<'sync'>>['t']): string {
  return t('budget.used', { bytes: bytesText(usedToday) });
}

/** The usual limits, and the one that holds, in order. */
function limitsWith(current: number): readonly number[] {
  return [...new Set<number>([...LIMITS, current])].toSorted((a, b) => a - b);
}
