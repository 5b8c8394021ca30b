import { from, type ObservableInput } from 'rxjs';

/** How long after a failure a query is asked again, milliseconds. */
const AGAIN_MS = 2_000;

/**
 * Follows a live query. Where it fails, as all do while the disk is full, it says so and asks again until it works: nobody
 * has to open the program anew.
 * @param source makes the query, anew for each try
 * @returns how to stop
 */
export function follow<T>(source: () => ObservableInput<T>, onValue: (value: T) => void, onError: (error: unknown) => void = () => undefined): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop = (): void => undefined;
  let stopped = false;
  const listen = (): void => {
    const subscription = from(source()).subscribe({
      next: onValue,
      error(error: unknown) {
        if (stopped) return;
        onError(error);
        timer = setTimeout(listen, AGAIN_MS);
      },
    });
    stop = () => subscription.unsubscribe();
  };
  listen();
  return () => {
    stopped = true;
    clearTimeout(timer);
    stop();
  };
}
