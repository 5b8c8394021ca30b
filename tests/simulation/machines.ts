import type { AnyRecord } from '#shared/domain/record.ts';
import { copyOfReplica } from '#shared/ports/memory-replica-store.ts';
import { versionOf } from '#shared/schema/version.ts';
import { Dice } from './dice.ts';
import { keyOf } from './ledger.ts';
import { found, heldByReplicas, type Traces } from './traces.ts';
import { editOn } from './people.ts';
import { DESTINATIONS, MOVABLE } from './places.ts';
import type { SimDevice, Weather } from './sim-device.ts';
import type { Step } from './steps.ts';
import { CenterBroke, type World } from './world.ts';

/** What happens to machines and to the line between them. */

const FAR = 1_000_000;

/** Pages and pushes are small in some syncs, so that they come in several. */
function weather(step: Step, requests = FAR): Weather {
  const limit = [2_000, 2_000, 3, 1, 7][step.field % 5] as number;
  return { requests, lost: step.value % 2 === 0 ? 'request' : 'answer', limit };
}

export async function sync(world: World, step: Step): Promise<void> {
  await world.device(step.device).sync(weather(step));
}

/** People go on working while the machine exchanges. */
export async function busySync(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  const dice = new Dice(step.salt);
  await device.sync(weather(step), async () => {
    for (let turn = 0; turn < 1 + dice.int(3); turn += 1) {
      for (let tick = dice.int(60); tick > 0; tick -= 1) await Promise.resolve();
      await editOn(world, device, { ...step, target: dice.int(1_000), field: dice.int(1_000), salt: dice.next() });
    }
  });
}

export async function cutSync(world: World, step: Step): Promise<void> {
  await world.device(step.device).sync(weather(step, new Dice(step.salt).int(5)));
}

/** An exchange by hand, in three steps with whatever comes in between: it is made, */
export async function ask(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  const engine = await device.engine();
  if (engine === null) return;
  await device.guarded(async () => {
    if ((await engine.store.state()).recovering !== null) return;
    device.flight = { outgoing: await engine.outgoing(1 + (step.value % 5)), response: null, life: world.restores };
  });
}

/** reaches the center, */
export async function arrive(world: World, step: Step): Promise<void> {
  const device = flying(world, step, (one) => one.flight !== null && one.flight.response === null);
  if (device?.flight === undefined || device.flight === null) return;
  const answer = await device.send(device.flight.outgoing.request, 1 + (step.value % 20));
  device.flight.life = world.restores;
  if (answer.ok) device.flight.response = answer.value;
  else device.flight = null;
}

/** and its answer is taken in. */
export async function take(world: World, step: Step): Promise<void> {
  const device = flying(world, step, (one) => one.flight !== null && one.flight.response !== null);
  const engine = (await device?.engine()) ?? null;
  const flight = device?.flight ?? null;
  if (device === undefined || engine === null || flight === null || flight.response === null) return;
  const { outgoing, response, life } = flight;
  device.flight = null;
  if (response.scope !== undefined) device.site = response.scope;
  await device.guarded(() => engine.take(outgoing, response));
  // A receipt of the life before: where the record went with it, because it had left, the restore has lost the last copy.
  if (life !== world.restores) excuse(world, await tracesOf(world));
}

function flying(world: World, step: Step, wanted: (device: SimDevice) => boolean): SimDevice | undefined {
  const flights = world.devices.filter((device) => !device.dead && wanted(device));
  return flights[step.device % Math.max(1, flights.length)];
}

export async function lose(world: World, step: Step): Promise<void> {
  const device = flying(world, step, ({ flight }) => flight !== null);
  if (device !== undefined) device.flight = null;
}

/** A request of some time ago arrives once more; nobody waits for the answer. */
export async function again(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  const request = device.sentOnce[step.target % Math.max(1, device.sentOnce.length)];
  if (request !== undefined) await device.send(request, 5);
}

export async function check(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  await device.recount();
  await device.sync(weather(step));
}

/** The program will be killed at one of its next writes. */
export async function crash(world: World, step: Step): Promise<void> {
  world.device(step.device).brew({ type: 'kill', at: step.value % 2 === 0 ? 'before' : 'after', writes: step.target % 6 });
}

export async function diskFull(world: World, step: Step): Promise<void> {
  world.device(step.device).brew({ type: 'full', writes: step.target % 4 });
}

export async function centerFails(world: World, step: Step): Promise<void> {
  world.center.breakAfter(step.target % 12);
}

export async function restart(world: World, step: Step): Promise<void> {
  world.device(step.device).stop();
}

export async function backupDevice(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  device.backup = copyOfReplica(device.disk);
}

/** The disk is lost; a new one holds what the last backup held. What only the lost disk had is lost, and nothing else. */
export async function restoreDevice(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  if (device.backup === null) return;
  for (const { kind, id } of [...device.disk.pendings.values(), ...device.backup.pendings.values()]) world.ledger.shaken.add(keyOf(kind, id));
  device.replaceDisk(device.backup);
  world.shocks += 1;
  excuse(world, await tracesOf(world));
}

export async function backupCenter(world: World): Promise<void> {
  world.centerBackup = await world.center.backup();
}

/** The center's disk is lost; what it accepted since the backup is lost but where a replica holds it. */
export async function restoreCenter(world: World): Promise<void> {
  if (world.centerBackup === null) return;
  await world.expectReceiptsHeld();
  for (const { kind, record } of await world.center.log()) world.ledger.shaken.add(keyOf(kind, record.id));
  await world.center.restore(world.centerBackup, world.seams.renewsEpoch);
  world.receipts.length = 0;
  world.restores += 1;
  excuse(world, await tracesOf(world));
}

async function tracesOf(world: World): Promise<Traces> {
  return { log: await world.center.log(), devices: world.devices };
}

/** What was there before and is nowhere now was lost with the disk. */
function excuse(world: World, after: Traces): void {
  const held = heldByReplicas(after);
  world.ledger.keep((entry) => found(held, entry) || world.ledger.isReplaced(entry));
}

/** Somebody else writes into the replica behind the engine's back: rows go, come back old, or change. */
export async function damage(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  const rows = [...device.disk.records].flatMap(([kind, records]) => [...records.values()].map((record) => ({ kind, record })));
  const row = rows[step.target % Math.max(1, rows.length)];
  if (row === undefined || device.disk.pendings.has(keyOf(row.kind, row.record.id))) return;
  const { kind, record } = row;
  device.stop();
  world.ledger.shaken.add(keyOf(kind, record.id));
  const records = device.disk.records.get(kind) as Map<string, AnyRecord>;
  const older = (await world.center.log()).filter((entry) => entry.kind === kind && entry.record.id === record.id);
  if (step.value % 3 === 0) records.delete(record.id);
  else if (step.value % 3 === 1) records.set(record.id, older[step.field % Math.max(1, older.length)]?.record ?? record);
  else records.set(record.id, { ...record, [kind === 'serviceRecords' ? 'content' : 'note']: `damaged${world.at}` });
  // Where the center had lost the record, what was damaged may have been the last copy.
  excuse(world, await tracesOf(world));
  world.shocks += 1;
  world.damaged.add(`${device.id}:${keyOf(kind, record.id)}`);
  world.tell(`  ${device.id.slice(-2)} damaged ${kind} ${record.id.slice(-6)} ${versionOf(record).slice(0, 6)}`);
}

const YEAR = 365 * 86_400_000;

/** A clock is set: by seconds or by years, forwards or backwards. */
export async function jump(world: World, step: Step): Promise<void> {
  const sizes = [YEAR, -YEAR, 3 * YEAR, -40 * YEAR, 86_400_000, -3_600_000, 40 * 86_400_000];
  const { clock } = world.device(step.device);
  const size = (sizes[step.value % sizes.length] as number) + (step.target % 1_000);
  if (clock.now() + size > 0 && clock.now() + size < 200 * YEAR) clock.move(size);
}

/** A village goes to another town, or becomes part of another village (rule L3). */
export async function move(world: World, step: Step): Promise<void> {
  const from = MOVABLE[step.target % MOVABLE.length] as string;
  const to = DESTINATIONS[step.value % DESTINATIONS.length] as string;
  if (from === to) return;
  try {
    const moved = await world.center.move(from, to);
    world.tell(`  ${from} ${moved ? 'moved' : 'not moved'} to ${to}`);
  } catch (error) {
    // Cut off in the middle: it goes on with the next move, or when the center starts anew.
    if (!(error instanceof CenterBroke)) throw error;
    world.tell(`  the move of ${from} to ${to} was cut off`);
  }
}

/** Rule C1: what looks received is what the center has or had. */
export async function audit(world: World, step: Step): Promise<void> {
  await world.expectHonest(world.device(step.device));
}
