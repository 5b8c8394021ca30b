import type { Sample } from './job.ts';
import { prepareOurs, pullOurs, pushOurs, syncOurs } from './ours.ts';
import { preparePlain, pullPlain, pushPlain } from './plain.ts';
import { preparePouch, pullPouch, pushPouch, syncPouch } from './pouch.ts';

/** The records of a run, as the driver serves them. */
async function records(): Promise<Sample[]> {
  const text = await (await fetch('/made')).text();
  return text.split('\n').map((line) => JSON.parse(line) as Sample);
}

const bench = {
  pullOurs, prepareOurs, pushOurs, syncOurs,
  pullPouch, preparePouch, pushPouch, syncPouch,
  pullPlain, preparePlain, pushPlain,
  records,
};

/** What the driver may call in the page. */
export type BenchPage = typeof bench;

Object.assign(globalThis, { bench });
