import type { Random } from '#shared/ports/random.ts';

/** Rounds of a loop of kills: `QIYOU_FAULT_ROUNDS`, or so many. */
export function faultRounds(usual: number): number {
  const asked = Number(process.env['QIYOU_FAULT_ROUNDS'] ?? '');
  return Number.isInteger(asked) && asked > 0 ? asked : usual;
}

/** A whole number from `from` to below `to`. */
export function between(random: Random, from: number, to: number): number {
  const [a = 0, b = 0] = random.bytes(2);
  return from + Math.floor(((a * 256 + b) / 65_536) * (to - from));
}

/** Acts at a moment that nothing else decides, as a power cut does; resolves once it is done. */
export function atAMoment(random: Random, range: { readonly from: number; readonly to: number }, act: () => Promise<unknown>): Promise<void> {
  return new Promise<void>((done) => {
    setTimeout(done, between(random, range.from, range.to));
  }).then(act).then(() => undefined);
}

/** Runs what is meant to be cut: its end by a broken connection is the expected one, and any other is a failure. */
export async function untilCut(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isBroken(error)) throw error;
  }
}

/** Asks again and again until it is so; fails after so many milliseconds. */
export async function until(isSo: () => Promise<boolean>, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it was not so within ${milliseconds} ms`);
    await new Promise<void>((done) => {
      setTimeout(done, 50);
    });
  }
}

/** What Node says of a connection that the other side ended in whatever way. */
function isBroken(error: unknown): boolean {
  const text = error instanceof Error ? `${error.message} ${String(error.cause)}` : '';
  return /^exchange: 503 |fetch failed|terminated|ECONNREFUSED|ECONNRESET|EPIPE|other side closed|socket|aborted/i.test(text);
}
