/** One of the things that are measured side by side: a run answers a figure. */
export type Contestant<F> = readonly [name: string, run: () => Promise<F>];

/**
 * Runs the contestants one after the other, round after round, in turns forwards and backwards, so that none always comes
 * first; a first round that is not counted warms the machine up. Answers the figures by name, in the order of the rounds.
 */
export async function sideBySide<F>(contestants: readonly Contestant<F>[], rounds: number, say: (line: string) => void, warmUp = true): Promise<ReadonlyMap<string, readonly F[]>> {
  const figures = new Map<string, F[]>(contestants.map(([name]) => [name, []]));
  for (let round = warmUp ? 0 : 1; round <= rounds; round += 1) {
    for (const [name, run] of round % 2 === 0 ? contestants.toReversed() : contestants) {
      const figure = await run();
      say(`  round ${round} ${name}: ${JSON.stringify(figure)}`);
      if (round > 0) figures.get(name)?.push(figure);
    }
  }
  return figures;
}
