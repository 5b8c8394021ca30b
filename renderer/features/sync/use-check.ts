import { useEffect, useState } from 'react';
import { KINDS } from '#shared/domain/record.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useAgreement } from '../../data/hooks/use-agreement.ts';

/** A comparison with the center that a person asked for. */
export interface Check {
  readonly running: boolean;
  /** When the last one was started, milliseconds since 1970 by this machine's clock; null where none was yet. */
  readonly startedAt: number | null;
  /** Records that were read so far, and in all. */
  readonly done: number;
  readonly total: number;
  start(): void;
}

const STEP_MS = 300;

/** Lets the sync compare everything, from the records themselves, and put right what differs (rule C2); follows how far it is. */
export function useCheck(): Check {
  const { sync, replica, clock } = useData();
  const agreement = useAgreement();
  const [asked, setAsked] = useState<{ readonly at: number; readonly before: number | null } | null>(null);
  const [counted, setCounted] = useState({ done: 0, total: 0 });
  const agreedAt = agreement === null || agreement === 'none' ? null : agreement.at;
  const running = asked !== null && (agreedAt === null || agreedAt < asked.at || agreedAt === asked.before);
  useEffect(() => {
    if (!running) return;
    const digests = replica.engine.digests;
    const countDone = (): number => KINDS.reduce((sum, kind) => sum + digests.total(kind).count, 0);
    let total = 0;
    void countAll(replica.collections).then((count) => (total = count));
    const timer = setInterval(() => setCounted({ done: Math.min(total, countDone()), total }), STEP_MS);
    return () => clearInterval(timer);
  }, [running, replica]);
  return {
    running,
    startedAt: asked?.at ?? null,
    ...counted,
    start() {
      setCounted({ done: 0, total: 0 });
      setAsked({ at: clock.now(), before: agreedAt });
      sync.check();
    },
  };
}

async function countAll(collections: ReturnType<typeof useData>['replica']['collections']): Promise<number> {
  const counts = await Promise.all(KINDS.map((kind) => collections[kind].count({ selector: {} }).exec()));
  return counts.reduce((sum, count) => sum + count, 0);
}
