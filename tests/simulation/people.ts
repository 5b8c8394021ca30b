import { sameValue } from '#shared/domain/canonical.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { isWithin } from '#shared/domain/site-code.ts';
import { instantOf } from '#shared/ports/clock.ts';
import { settle as settled, unsettle } from '#shared/merge/settle.ts';
import { Dice } from './dice.ts';
import { EDITABLE, newRecord, newValue } from './made-records.ts';
import type { SimDevice } from './sim-device.ts';
import type { Step } from './steps.ts';
import { CenterBroke, type World } from './world.ts';

/** What people at the devices do. */

type Make = (before: AnyRecord | undefined) => AnyRecord | null;

/** Saves one record on a device, and notes in the world's book what came of it. */
async function save(world: World, device: SimDevice, kind: string, id: string, make: Make): Promise<boolean> {
  return saveAll(world, device, kind, [id], make);
}

async function saveAll(world: World, device: SimDevice, kind: string, ids: readonly string[], make: Make): Promise<boolean> {
  const engine = await device.engine();
  if (engine === null) return false;
  const saves: { readonly before: AnyRecord | undefined; readonly after: AnyRecord }[] = [];
  const done = await device.guarded(() =>
    engine.save(kind, ids, (before) => {
      const after = make(before);
      if (after === null) return null;
      saves.push({ before, after });
      world.ledger.attempt(device.id, kind, before, after);
      return after;
    }),
  );
  world.tell(`  ${device.id.slice(-2)} ${done ? 'saved' : 'failed to save'} ${saves.length} ${kind} ${saves[0]?.after.id.slice(-6) ?? ''} ${differenceOf(saves[0])}`);
  if (done) for (const { before, after } of saves) world.ledger.saved(device.id, kind, before, after, world.at);
  return done;
}

/** What a save changed, for the trace. */
function differenceOf(one: { readonly before: AnyRecord | undefined; readonly after: AnyRecord } | undefined): string {
  const { before, after } = one ?? {};
  if (after === undefined || before === undefined) return 'new';
  const fields = Object.keys(after).filter((field) => !['updatedAt', 'by'].includes(field) && !sameValue(before[field], after[field]));
  return fields.map((field) => `${field}: ${JSON.stringify(before[field])} -> ${JSON.stringify(after[field])}`).join(', ');
}

const by = (device: SimDevice): Pick<AnyRecord, 'by' | 'updatedAt'> => {
  device.clock.move(1_000 + (device.clock.now() % 7));
  return { by: { device: device.id, person: device.id }, updatedAt: instantOf(device.clock) };
};

export async function create(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  const dice = new Dice(step.salt);
  const kind = kindFor(device, step.value);
  const mark = `n${world.at}`;
  const fields: Record<string, unknown> = { title: mark, name: mark, caption: mark };
  if (kind === 'serviceRecords') Object.assign(fields, { minutes: 30 + dice.int(90), volunteer: device.nextId(step.salt + 1) });
  if (kind === 'orders' || kind === 'standards') fields['to'] = addressee(device, dice);
  await add(world, device, kind, step.salt, fields);
}

async function add(world: World, device: SimDevice, kind: string, salt: number, fields: Readonly<Record<string, unknown>>): Promise<string> {
  device.clock.move(1_000);
  const id = device.nextId(salt);
  const record = newRecord(kind, id, { device: device.id, site: device.site, clock: device.clock }, known(kind, fields));
  await save(world, device, kind, id, () => record);
  return id;
}

/** Of the fields offered, those that the kind has. */
function known(kind: string, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shape = newRecord(kind, '', { device: '', site: '', clock: { now: () => 0, today: () => '' } }, {});
  return Object.fromEntries(Object.entries(fields).filter(([field]) => field in shape));
}

function kindFor({ role }: SimDevice, value: number): string {
  const kinds = ['activities', 'volunteers', 'serviceRecords', 'evidence', 'serviceRecords', 'activities'];
  if (role === 'county' || role === 'city') kinds.push('orders', 'orders', 'standards');
  return kinds[value % kinds.length] as string;
}

/** An order goes down to a place below; to the county's own people it is one of theirs. */
function addressee({ site }: SimDevice, dice: Dice): string {
  const below = ['211122', '211122001', '211122001001', '211122002001', '211122002'].filter((code) => isWithin(code, site));
  return below[dice.int(below.length)] ?? site;
}

/** Records of a device that its people may edit. */
function editable(device: SimDevice): { readonly kind: string; readonly id: string }[] {
  const found: { readonly kind: string; readonly id: string }[] = [];
  for (const kind of Object.keys(EDITABLE)) {
    if (kind === 'standards' && device.role !== 'county' && device.role !== 'city') continue;
    for (const record of device.disk.records.get(kind)?.values() ?? []) if (isTheirs(device, kind, record)) found.push({ kind, id: record.id });
  }
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function isTheirs({ site }: SimDevice, kind: string, record: AnyRecord): boolean {
  if (isWithin(record.site, site)) return true;
  const to = record['to'];
  return kind === 'orders' && typeof to === 'string' && to !== '' && isWithin(site, to);
}

export async function edit(world: World, step: Step): Promise<void> {
  await editOn(world, world.device(step.device), step);
}

export async function editOn(world: World, device: SimDevice, step: Step): Promise<void> {
  if ((await device.engine()) === null) return;
  const targets = editable(device);
  const target = targets[hot(step.target, targets.length)];
  if (target !== undefined) await change(world, device, target, step);
}

/** Mostly the oldest or the newest few: people meet at what everybody works on. */
function hot(number: number, count: number): number {
  const few = Math.min(3, count);
  if (number % 10 < 4) return number % few;
  return number % 10 < 7 ? count - 1 - (number % few) : number % count;
}

async function change(world: World, device: SimDevice, { kind, id }: { readonly kind: string; readonly id: string }, step: Step): Promise<void> {
  const dice = new Dice(step.salt);
  const fields = EDITABLE[kind] ?? [];
  const chosen = [fields[step.field % fields.length], ...(dice.chance(40) ? [fields[dice.int(fields.length)]] : [])];
  await save(world, device, kind, id, (before) => {
    if (before === undefined) return null;
    const changes: Record<string, unknown> = {};
    for (const field of chosen) if (field !== undefined) changes[field.field] = newValue(field, before[field.field], dice, `e${world.at}.${device.id.slice(-2)}`);
    return { ...before, ...changes, ...by(device) };
  });
}

/** Several devices edit the same record, so that they meet. */
export async function touchShared(world: World, step: Step): Promise<void> {
  const all = [...new Set(world.devices.flatMap((device) => editable(device).map(({ kind, id }) => `${kind}:${id}`)))].toSorted();
  const key = all.length === 0 ? undefined : all[hot(step.target, all.length)];
  if (key === undefined) return;
  const [kind = '', id = ''] = key.split(':');
  const holders = world.devices.filter((device) => editable(device).some((target) => target.id === id));
  for (const [index, device] of holders.slice(0, 3).entries()) {
    if ((await device.engine()) !== null) await change(world, device, { kind, id }, { ...step, salt: step.salt + index, field: step.field });
  }
}

/** A correction of a service record is a new record that names it. */
export async function correct(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  const own = [...(device.disk.records.get('serviceRecords')?.values() ?? [])].filter((record) => isWithin(record.site, device.site)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const wrong = own[step.target % Math.max(1, own.length)];
  if (wrong === undefined) return;
  const dice = new Dice(step.salt);
  await add(world, device, 'serviceRecords', step.salt, { minutes: dice.int(120), volunteer: wrong['volunteer'], corrects: wrong.id, reason: `c${world.at}` });
}

/** A person decides on an entry of a conflict: what stands stays, or what was displaced comes back. */
export async function settle(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  if ((await device.engine()) === null) return;
  if (step.value % 5 === 4) return takeBack(world, step, device);
  const targets = editable(device).filter(({ kind, id }) => (device.record(kind, id)?.conflicts.length ?? 0) > 0);
  const target = targets[step.target % Math.max(1, targets.length)];
  if (target === undefined) return;
  await save(world, device, target.kind, target.id, (before) => {
    const entry = before?.conflicts[step.field % Math.max(1, before.conflicts.length)];
    if (before === undefined || entry === undefined) return null;
    const author = by(device);
    const decider = { who: author.by, when: author.updatedAt };
    return { ...settled(before, entry, step.value % 2 === 0 ? entry.mine : (before[entry.field] ?? null), decider), ...author };
  });
}

/** A person takes a decision back, of their own or another's. */
async function takeBack(world: World, step: Step, device: SimDevice): Promise<void> {
  const targets = editable(device).filter(({ kind, id }) => (device.record(kind, id)?.settled?.length ?? 0) > 0);
  const target = targets[step.target % Math.max(1, targets.length)];
  if (target === undefined) return;
  await save(world, device, target.kind, target.id, (before) => {
    const decision = before?.settled?.[step.field % Math.max(1, before.settled.length)];
    return before === undefined || decision === undefined ? null : { ...unsettle(before, decision), ...by(device) };
  });
}

/** A record that no schema takes: a fault of a program, to be refused alone. */
export async function bad(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  const id = device.nextId(step.salt);
  world.bad.add(id);
  device.clock.move(1_000);
  const maker = { device: device.id, site: device.site, clock: device.clock };
  await save(world, device, 'activities', id, () => newRecord('activities', id, maker, { title: '', content: `b${world.at}` }));
}

/** A person mends what was refused and sends it again, or gives it up. */
export async function mend(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  const engine = await device.engine();
  if (engine === null) return;
  const refused = [...device.disk.pendings.values()].filter(({ refusal }) => refusal !== null).toSorted((a, b) => a.order - b.order);
  const target = refused[step.target % Math.max(1, refused.length)];
  if (target === undefined) return;
  if (step.value % 3 === 0) await device.guarded(() => engine.giveUp(target.kind, target.id));
  else if (target.refusal?.code === 'invalid') await save(world, device, target.kind, target.id, (before) => (before === undefined ? null : { ...before, title: `m${world.at}`, ...by(device) }));
  else await device.guarded(() => engine.retry(target.kind, target.id));
}

const MANY = 23;

/** Many records in one act, such as an import. */
export async function bulk(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  device.clock.move(1_000);
  const made = new Map<string, AnyRecord>();
  const maker = { device: device.id, site: device.site, clock: device.clock };
  for (let index = 0; index < MANY; index += 1) {
    const id = device.nextId(step.salt + index);
    made.set(id, newRecord('volunteers', id, maker, { name: `v${world.at}.${index}` }));
  }
  const ids = [...made.keys()];
  let next = 0;
  await saveAll(world, device, 'volunteers', ids, () => made.get(ids[next++] as string) ?? null);
}

/** Removes all volunteers that a device shows (rule D1). */
export async function purge(world: World, step: Step): Promise<void> {
  const device = world.device(step.device);
  if ((await device.engine()) === null) return;
  const ids = editable(device).filter(({ kind }) => kind === 'volunteers').map(({ id }) => id);
  await saveAll(world, device, 'volunteers', ids, (before) => (before === undefined || before.removed ? null : { ...before, removed: true, ...by(device) }));
}

/** Somebody at the center confirms or rejects what was held. */
export async function decide(world: World, step: Step): Promise<void> {
  const held = await world.center.held();
  const push = held[step.target % Math.max(1, held.length)];
  if (push === undefined) return;
  try {
    await world.decide(push, step.value % 2 === 0 ? 'confirm' : 'reject');
  } catch (error) {
    if (!(error instanceof CenterBroke)) throw error;
  }
}
