import { useEffect } from 'react';

/** After a save that was refused, brings the first field that is wrong into sight: it may be far above the button. */
export function useProblemsInSight(problems: readonly unknown[]): void {
  useEffect(() => {
    if (problems.length > 0) document.querySelector('.qy-field__error')?.scrollIntoView({ block: 'center' });
  }, [problems]);
}
