/**
 * A process that adds files to an export until it is killed: `node export-writer.ts FOLDER`. It finishes one export first and
 * prints a line for each file.
 */
import { seededRandom } from '#shared/ports/random.ts';
import { Exports } from '../../main/services/exports/exports.ts';

const [folder = ''] = process.argv.slice(2);
const silent = (): void => undefined;
const { handlers } = new Exports({
  readPhoto: () => Promise.resolve({ bytes: null }),
  random: seededRandom(process.pid),
  timers: { after: () => silent, monotonic: () => 0 },
  log: { info: silent, warn: silent, error: silent },
  given: [{ folder, label: 'stick' }],
});
const place = (await handlers['places.list'](null)).places[0]?.id ?? '';
const bytes = new Uint8Array(200_000);

async function begin(): Promise<string> {
  const begun = await handlers['export.begin']({ place, form: 'folder', name: 'album' });
  if (!begun.ok) throw new Error(begun.error.kind);
  return begun.value.id;
}

async function add(id: string, number: number): Promise<void> {
  await handlers['export.file']({ id, path: ['photos', `${number}.jpg`], source: { bytes } });
  process.stdout.write(`${number}\n`);
}

const whole = await begin();
for (let number = 0; number < 3; number += 1) await add(whole, number);
await handlers['export.finish']({ id: whole });
const endless = await begin();
for (let number = 3; ; number += 1) await add(endless, number);
