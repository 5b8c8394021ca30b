/** Runs a piece of work that may be asked for while it is under way: then it runs once more. */
export function onceAtATime(work: () => Promise<void>, onFault: (error: unknown) => void): { readonly run: () => void; readonly ended: () => Promise<void> } {
  let running: Promise<void> | null = null;
  let again = false;
  const turn = async (): Promise<void> => {
    again = false;
    await work().catch(onFault);
    if (again) await turn();
  };
  return {
    run() {
      again = true;
      running ??= turn().finally(() => {
        running = null;
      });
    },
    ended: () => running ?? Promise.resolve(),
  };
}
