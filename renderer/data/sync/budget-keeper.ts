import type { Clock } from '#shared/ports/clock.ts';
import { addUse, DEFAULT_BUDGET, usedOn, type BudgetNow, type BudgetSettings, type DailyUse } from '#shared/sync/data-budget.ts';
import type { LocalDb } from '../local/local-db.ts';

/** Keys in the `meta` table. */
export const BUDGET = 'budget';
export const PHOTO_USE = 'photo-use';

/** What the photos may use of the line, kept on this machine (rule T1). */
export interface BudgetKeeper {
  now(): BudgetNow;
  change(settings: Partial<BudgetSettings>): Promise<void>;
  /** So many bytes of photos went out. */
  used(bytes: number): Promise<void>;
}

/** Chromium's word on the line; other browsers have none. */
interface NetworkInformation {
  readonly saveData?: boolean;
  readonly type?: string;
}

/** Whether the machine says that its line costs by the byte. */
export function meteredByMachine(): boolean {
  const line = (navigator as { readonly connection?: NetworkInformation }).connection;
  return line?.saveData === true || line?.type === 'cellular';
}

export async function openBudgetKeeper(local: LocalDb, clock: Clock): Promise<BudgetKeeper> {
  const [settingsRow, useRow] = await local.meta.bulkGet([BUDGET, PHOTO_USE]);
  let settings: BudgetSettings = { ...DEFAULT_BUDGET, ...(settingsRow?.value as Partial<BudgetSettings> | undefined) };
  let use = (useRow?.value as DailyUse | undefined) ?? [];
  return {
    now: () => ({ settings, meteredByMachine: meteredByMachine(), usedToday: usedOn(use, clock.today()) }),
    async change(changes) {
      const changed = { ...settings, ...changes };
      await local.meta.put({ key: BUDGET, value: changed });
      settings = changed;
    },
    async used(bytes) {
      use = addUse(use, clock.today(), bytes);
      await local.meta.put({ key: PHOTO_USE, value: use });
    },
  };
}
