import { tierOf } from '#shared/domain/site-code.ts';
import { decideHeld, heldPushes } from '../access/held.ts';
import { listLosses, recoverLosses, type LossFilter } from '../access/recover.ts';
import { CommandFault, none, timeOf, within, type Command, type CommandOptions } from './command.ts';
import type { Output } from './output.ts';

/** `held list [--site CODE]`, `held confirm ID`, `held reject ID`: pushes that wait for a person (rule D1). */
export const heldCommand: Command = async (options, rest, output) => {
  const [action, id, ...others] = rest;
  if (others.length > 0 || (action === 'list') !== (id === undefined)) throw new CommandFault('held is used as: held list, held confirm ID, held reject ID.', 2);
  if (action === 'list') return await listHeld(options, output);
  if (id === undefined || (action !== 'confirm' && action !== 'reject')) throw new CommandFault('held is used as: held list, held confirm ID, held reject ID.', 2);
  return await within(options, false, async ({ access, store }) => {
    const decided = await decideHeld(access, store, '', id, action, { by: 'command line' });
    if (decided === null) throw new CommandFault(`No push ${id} is held; see: held list.`);
    output.out(action === 'reject' ? 'rejected: the records stay as they are\n' : `confirmed: ${decided.written} written, ${decided.outdated} not, since they moved on meanwhile\n`);
    return 0;
  });
};

async function listHeld(options: CommandOptions, { out }: Output): Promise<number> {
  const scope = scopeOf(options);
  return await within(options, false, async ({ access }) => {
    const held = await heldPushes(access.db, scope);
    for (const { id, site, siteName, deviceName, since, counts, examples } of held) {
      const kinds = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
      out(`${id}  ${site} ${siteName}  "${deviceName}"  since ${timeOf(since)}  ${kinds.join(', ')}: ${examples.join(' · ')}\n`);
    }
    if (held.length === 0) out('nothing is held\n');
    return 0;
  });
}

/** `removed --site CODE [--device ID] [--since DAY]`: what was removed or emptied within 90 days. */
export const removedCommand: Command = async (options, rest, { out }) => {
  none(rest);
  if (options.site === undefined) throw new CommandFault('removed needs --site.', 2);
  const filter = { ...filterOf(options), site: scopeOf(options) };
  return await within(options, false, async ({ access }) => {
    const losses = await listLosses(access, filter);
    for (const { kind, id, name, site, device, at, removed, standing } of losses) {
      out(`${timeOf(at)}  ${kind}  ${id}  ${site}  ${removed ? 'removed' : 'emptied'} by ${device}${standing ? '' : ' (changed since)'}  ${name}\n`);
    }
    if (losses.length === 0) out('nothing was removed\n');
    return 0;
  });
};

/** `recover --device ID --since DAY` or `recover --kind KIND --id ID`: writes back what was removed or emptied. */
export const recoverCommand: Command = async (options, rest, { out }) => {
  none(rest);
  const { device, since, kind, id } = options;
  const byDevice = device !== undefined && since !== undefined && kind === undefined && id === undefined;
  const byRecord = kind !== undefined && id !== undefined && device === undefined && since === undefined;
  if (!byDevice && !byRecord) throw new CommandFault('recover needs --device and --since, or --kind and --id.', 2);
  return await within(options, false, async ({ access, store }) => {
    const { written, unchanged } = await recoverLosses(access, store, filterOf(options));
    out(`${written} written back, ${unchanged} needed nothing\n`);
    return 0;
  });
};

function filterOf({ device, since, kind, id }: CommandOptions): LossFilter {
  return {
    ...(device === undefined ? {} : { device }),
    ...(since === undefined ? {} : { since: timeGiven(since) }),
    ...(kind === undefined ? {} : { kind }),
    ...(id === undefined ? {} : { id }),
  };
}

function timeGiven(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new CommandFault('--since must be a day such as 2026-06-01, or a time such as 2026-06-01T08:00:00Z.', 2);
  return time;
}

function scopeOf({ site = '' }: CommandOptions): string {
  if (site !== '' && tierOf(site) === null) throw new CommandFault('--site must be a code of 4, 6, 9 or 12 digits.', 2);
  return site;
}
