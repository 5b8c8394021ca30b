import { DEFAULT_BUDGET, heldBack, isMetered, usedOn, type BudgetNow, type BudgetSettings, type DailyUse } from '#shared/sync/data-budget.ts';
import { BUDGET, meteredByMachine, PHOTO_USE } from '../sync/budget-keeper.ts';
import { PAUSED } from '../sync/start-sync.ts';
import { useData } from './data-context.ts';
import { useLive } from './use-live.ts';

/** What the sync may use of the line, and what that holds back now (rule T1). */
export interface Budget extends BudgetNow {
  /** A person paused the sync, see `sync.pause()`. */
  readonly paused: boolean;
  /** The line costs by the byte: as the person says, else as the machine does. */
  readonly metered: boolean;
  /** Photos that wait and are held back: by the line that costs, and by the day's limit. */
  readonly heldBack: { readonly metered: number; readonly daily: number; readonly bytes: number };
}

/** The budget, live; null while it loads. It is changed by `sync.setBudget()`. */
export function useBudget(): Budget | null {
  const { clock } = useData();
  const today = clock.today();
  return useLive(async (local): Promise<Budget> => {
    const [settingsRow, useRow, pausedRow] = await local.meta.bulkGet([BUDGET, PHOTO_USE, PAUSED]);
    const settings: BudgetSettings = { ...DEFAULT_BUDGET, ...(settingsRow?.value as Partial<BudgetSettings> | undefined) };
    const now: BudgetNow = { settings, meteredByMachine: meteredByMachine(), usedToday: usedOn((useRow?.value as DailyUse | undefined) ?? [], today) };
    const held = { metered: 0, daily: 0, bytes: 0 };
    await local.photos.where('state').equals('waiting').each((photo) => {
      const why = heldBack(photo, now);
      if (why === null) return;
      held[why] += 1;
      held.bytes += photo.size;
    });
    return { ...now, paused: pausedRow?.value === true, metered: isMetered(now), heldBack: held };
  }, `budget:${today}`);
}
