import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Wanted } from './overview-rows.ts';

/** What the person asked to see, kept in the address, so that coming back from a station finds it as it was. */
export function useWanted(scope: string): { readonly wanted: Wanted; readonly want: (change: Partial<Wanted>) => void } {
  const [params, setParams] = useSearchParams();
  const wanted = useMemo((): Wanted => {
    const within = params.get('in') ?? scope;
    return {
      within: within.startsWith(scope) ? within : scope,
      view: params.get('view') === 'stations' ? 'stations' : 'next',
      words: params.get('find') ?? '',
      uncontacted: params.has('uncontacted'),
      awaited: params.has('awaited'),
    };
  }, [params, scope]);
  const want = (change: Partial<Wanted>): void => {
    const { within, view, words, uncontacted, awaited } = { ...wanted, ...change };
    const next = {
      ...(within === scope ? {} : { in: within }),
      ...(view === 'next' ? {} : { view }),
      ...(words === '' ? {} : { find: words }),
      ...(uncontacted ? { uncontacted: '1' } : {}),
      ...(awaited ? { awaited: '1' } : {}),
    };
    // Going into a town is a step that the way back undoes; typing and filtering are not.
    setParams(next, { replace: within === wanted.within });
  };
  return { wanted, want };
}
