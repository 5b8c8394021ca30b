import { canonical } from '#shared/domain/canonical.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { totalMinutes, type ServiceRecord } from '#shared/domain/service-hours.ts';
import { addToDigest, EMPTY_DIGEST, type SetDigest } from '#shared/protocol/digest.ts';
import { versionOf } from '#shared/schema/version.ts';
import { keyOf, says, type Owed } from './ledger.ts';
import type { LogRow } from './sim-center.ts';
import type { SimDevice } from './sim-device.ts';
import { found, group, setAside, type Held } from './traces.ts';
import { Violation, type World } from './world.ts';

type Current = ReadonlyMap<string, { readonly kind: string; readonly record: AnyRecord; readonly version: string }>;

/** All that must hold once the world is quiet. */
export async function checkAll(world: World): Promise<void> {
  const log = await world.center.log();
  const current = await world.center.records();
  await expectLogWhole(world, log);
  await world.expectReceiptsHeld();
  for (const device of world.devices) await expectReplica(world, device);
  expectNothingLost(world, log, current);
  expectNoSelfConflicts(world, log, current);
  await expectMinutes(world, current);
  await expectFiledRight(world, current);
  expectGuarded(world, log);
  expectRepairsExplained(world);
}

/** Rule L1: positions of a log rise by one, each once, and the last is the head. */
async function expectLogWhole(world: World, log: readonly LogRow[]): Promise<void> {
  const heads = await world.center.heads();
  for (const [county, head] of Object.entries(heads)) {
    const positions = log.filter((row) => row.county === county).map(({ position }) => position).toSorted((a, b) => a - b);
    const wrong = positions.findIndex((position, index) => positions[index - 1] === position);
    if (wrong !== -1) throw new Violation('L1 each position is given once', `${county} has ${positions[wrong]} twice`);
    if ((positions.at(-1) ?? 0) > head) throw new Violation('L1 no position is above the head', `${county}: ${positions.at(-1)} of ${head}`);
    // A record that went to another county leaves a position behind that holds the news of it alone.
    const gaps = head - positions.length;
    if (gaps > (await world.center.departed(county))) throw new Violation('L1 positions have no gaps', `${county}: ${positions.length} of ${head}`);
  }
}

/** Rules L2 and C2: a replica holds what a pull of its scope sends, nothing else, and both digests say so. */
async function expectReplica(world: World, device: SimDevice): Promise<void> {
  const scope = await world.center.scopeOf(device.id);
  const theirs = new Map((await world.center.readScope(scope, 500)).map(({ kind, record }) => [keyOf(kind, record.id), record]));
  const digests: Record<string, SetDigest> = {};
  for (const [kind, records] of device.disk.records) {
    for (const record of records.values()) {
      const key = keyOf(kind, record.id);
      const center = theirs.get(key);
      theirs.delete(key);
      if (center === undefined) throw new Violation('L2 a replica holds nothing that its scope does not', `${device.id} has ${key}`);
      if (canonical(center) !== canonical(record)) throw new Violation('L2 a replica holds what the center holds', `${device.id} ${key}: ${canonical(record)} instead of ${canonical(center)}`);
      digests[kind] = addToDigest(digests[kind] ?? EMPTY_DIGEST, kind, record.id, versionOf(record));
    }
  }
  if (theirs.size > 0) throw new Violation('L2 a replica holds all of its scope', `${device.id} of ${scope} lacks ${[...theirs.keys()].join(', ')}`);
  if (device.disk.pendings.size > 0) throw new Violation('P2 nothing waits for ever', `${device.id}: ${canonical([...device.disk.pendings.values()])}`);
  if (device.disk.state.scope !== scope) throw new Violation('L3 a device knows its scope', `${device.id}: ${device.disk.state.scope} instead of ${scope}`);
  const center = await world.center.digestOf(scope);
  for (const kind of new Set([...Object.keys(center), ...Object.keys(digests)])) {
    const [a, b] = [digests[kind] ?? EMPTY_DIGEST, center[kind] ?? EMPTY_DIGEST];
    if (a.count !== b.count || a.xor !== b.xor) throw new Violation('C2 digests are equal', `${device.id} ${kind}: ${a.count} here, ${b.count} at the center`);
  }
}

/** Rules M1, M2: what anybody saved stands, or is an entry of `conflicts`, or was replaced by somebody who saw it, or is set aside. */
function expectNothingLost(world: World, log: readonly LogRow[], current: Current): void {
  const history = group(log);
  const aside = group(world.devices.flatMap(setAside));
  for (const entry of world.ledger.owed) {
    const now = current.get(keyOf(entry.kind, entry.id))?.record;
    if (now !== undefined && says(now, entry)) continue;
    if (found(aside, entry) || world.ledger.isReplaced(entry)) continue;
    if (isTurnedBack(world, entry, history)) continue;
    throw new Violation('M2 nothing that was saved is lost', `${entry.kind} ${entry.id}: ${entry.field} ${entry.value} by ${entry.device} at step ${entry.step}; now ${canonical(now)}`);
  }
}

/** Where a restore, damage or a move shook a record, the history is enough. */
function isTurnedBack(world: World, entry: Owed, history: Held): boolean {
  return world.ledger.shaken.has(keyOf(entry.kind, entry.id)) && found(history, entry);
}

/** Rule M1: one person alone with a record never meets themselves as a conflict. Where the center filed it anew, they were not alone. */
function expectNoSelfConflicts(world: World, log: readonly LogRow[], current: Current): void {
  const refiled = new Set(log.filter(({ device }) => device === 'center').map(({ kind, record }) => keyOf(kind, record.id)));
  for (const [key, { record }] of current) {
    if (record.conflicts.length === 0 || world.ledger.shaken.has(key) || refiled.has(key)) continue;
    const authors = world.ledger.authors.get(key);
    if (authors !== undefined && authors.size < 2) throw new Violation('M1 nobody is in conflict with themselves', `${key} by ${[...authors].join()}: ${canonical(record.conflicts)}`);
  }
}

/** Sums of service minutes are exact: at the center's reports, and by the world's own book of what was saved. */
async function expectMinutes(world: World, current: Current): Promise<void> {
  const records = [...current.values()].filter(({ kind }) => kind === 'serviceRecords').map(({ record }) => record as unknown as ServiceRecord);
  const reported = await world.center.minutes();
  const sites = new Set([...records.map(({ site }) => site), ...reported.keys()]);
  for (const site of sites) {
    const counted = totalMinutes(records.filter((record) => record.site === site));
    if (counted !== (reported.get(site) ?? 0)) throw new Violation('the sums of minutes are exact', `${site}: ${counted} counted, ${reported.get(site)} reported`);
  }
  const saved = new Set(world.ledger.owed.filter(({ kind, field }) => kind === 'serviceRecords' && field === 'id').map(({ id }) => id));
  for (const id of saved) if (!current.has(keyOf('serviceRecords', id)) && !isSetAside(world, id)) throw new Violation('every service record counts', id);
}

function isSetAside(world: World, id: string): boolean {
  return world.devices.some((device) => setAside(device).some(({ record }) => record.id === id));
}

/** Rule L3: nothing stays under a code that stands no more. */
async function expectFiledRight(world: World, current: Current): Promise<void> {
  const retired = await world.center.retired();
  for (const [key, { record }] of current) {
    if (retired.has(record.site.slice(0, 12))) throw new Violation('L3 every record is filed under a code that stands', `${key} at ${record.site}`);
  }
}

const DAY = 86_400_000;

/** Rule D1: no device removes more than twenty records in a day unless a person confirmed it (these worlds are small). */
function expectGuarded(world: World, log: readonly LogRow[]): void {
  const states = new Map<string, AnyRecord>();
  const losses = new Map<string, number[]>();
  for (const { kind, record, device, at } of log) {
    const key = keyOf(kind, record.id);
    const before = states.get(key);
    states.set(key, record);
    if (before === undefined || before.removed || !record.removed || device === 'center' || world.confirmed.has(key)) continue;
    const times = [...(losses.get(device) ?? []), at].filter((time) => time > at - DAY);
    losses.set(device, times);
    if (times.length > 20 && times.length > [...states.values()].length * 0.1) throw new Violation('D1 who removes much is held', `${device} removed ${times.length}`);
  }
}

/**
 * Rule C2: digests heal what restores and damage broke, not what the exchange itself should have done. Without those, all
 * that a repair may find is what a device's new scope no longer holds: a pull from the start does not name it.
 */
function expectRepairsExplained(world: World): void {
  if (world.restores + world.shocks > 0) return;
  for (const device of world.devices) {
    for (const report of device.disk.repairs) {
      const unexplained = Object.entries(report.found).filter(([, counts]) => Object.keys(counts).some((state) => state !== 'left' || world.scopesOf(device).size < 2));
      if (unexplained.length > 0) throw new Violation('C2 nothing needs a repair but what was broken', `${device.id}: ${canonical(report.found)}`);
    }
  }
}
