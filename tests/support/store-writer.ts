/**
 * A process that writes activities to a data folder as fast as it can, for the tests of rule L1:
 * `node store-writer.ts DIR COUNT`. It prints the ids that were acknowledged.
 */
import { openDataFolder } from '../../center/app/data-folder.ts';
import { acceptedWrite, activity } from './center-records.ts';

const [dataDir = '', count = '0'] = process.argv.slice(2);
const folder = await openDataFolder(dataDir);
for (let turn = 0; turn < Number(count); turn += 1) {
  const batch = Array.from({ length: 1 + (turn % 5) }, () => acceptedWrite('activities', activity()));
  const results = await folder.store.write(batch, { device: `writer-${process.pid}`, at: turn, guarded: false }, '');
  for (const result of results) if (result.status === 'accepted') process.stdout.write(`${result.receipt.id}\n`);
}
await folder.close();
