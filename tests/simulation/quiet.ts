import type { SimDevice } from './sim-device.ts';
import { Violation, type World } from './world.ts';

/** Rounds after which a world that still moves is taken to move for ever. */
const ROUNDS = 14;

/** Heals everything and lets all devices exchange until nothing moves any more. */
export async function quiet(world: World): Promise<void> {
  world.center.breakAfter(null);
  await world.center.resume();
  for (const device of world.devices) {
    device.brew(null);
    device.stop();
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = JSON.stringify(await world.center.heads());
    world.tell(`quiet ${round}`);
    for (const device of world.devices) {
      await device.sync({ requests: Infinity, lost: 'request', limit: round % 2 === 0 ? 2_000 : 5 });
      world.expectNoFaults();
    }
    const settled = await settleRefused(world);
    const calm = !world.seams.comparesDigests || world.devices.every(({ disk }) => disk.state.agreement?.equal === true && disk.state.recovering === null);
    if (!settled && calm && before === JSON.stringify(await world.center.heads())) return;
  }
  throw new Violation('it comes to rest', world.devices.map(({ id, disk }) => `${id.slice(-2)} agreement ${JSON.stringify(disk.state.agreement)}, ${disk.pendings.size} wait`).join('; '));
}

/** People decide on what was held and mend or give up what was refused; true where there was anything. */
async function settleRefused(world: World): Promise<boolean> {
  const held = await world.center.held();
  for (const [index, push] of held.entries()) await world.decide(push, (world.seed + index) % 2 === 0 ? 'confirm' : 'reject');
  if (held.length > 0) return true;
  let any = false;
  for (const device of world.devices) any = (await giveUpAll(device)) || any;
  return any;
}

async function giveUpAll(device: SimDevice): Promise<boolean> {
  const refused = [...device.disk.pendings.values()].filter(({ refusal }) => refusal !== null);
  const engine = await device.engine();
  if (engine === null) return true;
  for (const { kind, id } of refused) await device.guarded(() => engine.giveUp(kind, id));
  return refused.length > 0;
}
