import { useState } from 'react';
import type { Conflict } from '#shared/domain/record.ts';

/** Which of a record's conflicts the keys are about; past the last it goes on to the next record. */
export function useCurrentConflict(conflicts: readonly Conflict[], onMove: (step: 1 | -1) => void) {
  const [wanted, setWanted] = useState(0);
  const [writing, setWriting] = useState(false);
  const index = Math.min(wanted, Math.max(0, conflicts.length - 1));
  return {
    index,
    writing,
    go: (to: number): void => {
      if (to !== index) setWriting(false);
      setWanted(to);
    },
    write: setWriting,
    next: (): void => (index + 1 < conflicts.length ? setWanted(index + 1) : onMove(1)),
    previous: (): void => (index > 0 ? setWanted(index - 1) : onMove(-1)),
  };
}
