/** Runs the jobs, so many of them at a time; answers when all are done. The first that fails fails all. */
export async function inFlight<T>(jobs: readonly T[], atOnce: number, run: (job: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) await run(jobs[index] as T, index);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, jobs.length) }, worker));
}
