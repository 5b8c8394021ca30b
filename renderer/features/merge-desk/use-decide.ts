import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canonical } from '#shared/domain/canonical.ts';
import type { Conflict, Kind, Settlement } from '#shared/domain/record.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { toast } from '../../ui/feedback.tsx';

/** A decision of this sitting, which one key takes back. */
interface Made {
  readonly kind: Kind;
  readonly id: string;
  readonly decision: Settlement;
}

export interface Decide {
  /** Settles a conflict; true where it was saved. */
  decide(kind: Kind, id: string, conflict: Conflict, value: unknown): Promise<boolean>;
  /** Takes the last decision of this sitting back, and answers of which record it was. */
  undoLast(): Promise<{ readonly kind: Kind; readonly id: string } | null>;
  /** Takes any decision back. */
  takeBack(kind: Kind, id: string, decision: Settlement): Promise<void>;
  /** How many of this sitting can be taken back. */
  readonly made: number;
  readonly busy: boolean;
}

/** Decisions on conflicts and their taking back, one at a time. */
export function useDecide(): Decide {
  const { t } = useTranslation('merge');
  const { writer } = useData();
  const { turn, busy } = useTurns();
  const stack = useRef<Made[]>([]);
  const [made, setMade] = useState(0);
  const keep = (all: Made[]): void => {
    stack.current = all;
    setMade(all.length);
  };
  const forget = (decision: Settlement): void => keep(stack.current.filter((one) => canonical(one.decision) !== canonical(decision)));

  const decide: Decide['decide'] = async (kind, id, conflict, value) => {
    const saved = await turn(() => writer.settle(kind, id, conflict, value));
    if (!saved.ok) {
      toast('error', t(saved.problems.some(({ code }) => code === 'appendOnly') ? 'appendOnly' : saved.storage === null ? 'refused' : 'notSaved'));
      return false;
    }
    const decision = saved.record.settled?.find((entry) => canonical(entry.conflict) === canonical(conflict));
    if (decision !== undefined) keep([...stack.current, { kind, id, decision }]);
    return true;
  };
  const takeBack = async (kind: Kind, id: string, decision: Settlement): Promise<void> => {
    const saved = await turn(() => writer.unsettle(kind, id, decision));
    if (saved.ok) forget(decision);
    toast(saved.ok ? 'success' : 'error', t(saved.ok ? 'takenBack' : 'notSaved'));
  };
  const undoLast: Decide['undoLast'] = async () => {
    const last = stack.current.at(-1);
    if (last === undefined) return null;
    await takeBack(last.kind, last.id, last.decision);
    return { kind: last.kind, id: last.id };
  };
  return { decide, undoLast, takeBack, made, busy };
}

/** Lets acts run one after the other, in the order in which they were asked for: a quick hand loses none. */
function useTurns(): { readonly busy: boolean; turn<T>(act: () => Promise<T>): Promise<T> } {
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const [running, setRunning] = useState(0);
  return {
    busy: running > 0,
    turn(act) {
      setRunning((count) => count + 1);
      const result = last.current.then(act).finally(() => setRunning((count) => count - 1));
      last.current = result.catch(() => undefined);
      return result;
    },
  };
}
