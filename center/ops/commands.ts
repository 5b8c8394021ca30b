import { readFileSync } from 'node:fs';
import { tierOf, type Role } from '#shared/domain/site-code.ts';
import { auditTrail, verifyAudit } from '../access/audit.ts';
import { makeCode } from '../access/codes.ts';
import { findDevice, listDevices, revokeDevice } from '../access/devices.ts';
import { findDivision, loadDivisions } from '../access/divisions.ts';
import { acceptLossCommand, backupCommand, renewEpochCommand, restoreCommand } from './backup-commands.ts';
import { CommandFault, none, one, timeOf, wholeNumber, within, type Command, type CommandOptions } from './command.ts';
import { heldCommand, recoverCommand, removedCommand } from './held-commands.ts';
import { indexPhotosCommand } from './likeness-commands.ts';
import { moveCommand, movesCommand } from './move-commands.ts';
import type { Output } from './output.ts';
import { verifyBlobsCommand } from './verify-blobs-command.ts';

const ROLES: readonly string[] = ['station', 'institute', 'county', 'city'] satisfies readonly Role[];

const DECODER = new TextDecoder('utf-8', { fatal: true });

export const commands: Readonly<Record<string, Command>> = {
  'load-divisions': loadDivisionsCommand,
  code: codeCommand,
  devices: devicesCommand,
  revoke: revokeCommand,
  audit: auditCommand,
  move: moveCommand,
  moves: movesCommand,
  held: heldCommand,
  removed: removedCommand,
  recover: recoverCommand,
  'index-photos': indexPhotosCommand,
  backup: backupCommand,
  restore: restoreCommand,
  'renew-epoch': renewEpochCommand,
  'accept-loss': acceptLossCommand,
  'verify-blobs': verifyBlobsCommand,
};

async function loadDivisionsCommand(options: CommandOptions, rest: readonly string[], { out, err }: Output): Promise<number> {
  const csv = readText(one(rest, 'load-divisions needs the path of one CSV file.'));
  return await within(options, true, async ({ access, store }) => {
    const loaded = await loadDivisions(access, store, csv);
    for (const { line, problem } of loaded.problems) err(`line ${line}: ${problem}\n`);
    out(`${loaded.added} added, ${loaded.renamed} renamed, ${loaded.unchanged} unchanged, ${loaded.problems.length} bad rows left out\n`);
    return loaded.problems.length > 0 && loaded.added + loaded.renamed + loaded.unchanged === 0 ? 1 : 0;
  });
}

async function codeCommand(options: CommandOptions, rest: readonly string[], { out }: Output): Promise<number> {
  none(rest);
  const { site, role } = options;
  if (site === undefined || role === undefined) throw new CommandFault('code needs --site and --role.', 2);
  if (!isRole(role)) throw new CommandFault(`There is no role "${role}"; the roles are ${ROLES.join(', ')}.`, 2);
  const days = wholeNumber('--days', options.days ?? '14', 1, 365);
  return await within(options, false, async ({ access }) => {
    const made = await makeCode(access, site, role, days);
    if (!made.ok) throw new CommandFault(`No code was made: ${made.error.detail}.`);
    out(`${made.value.code}\n`);
    out(`for ${made.value.siteName} (${site}), role ${role}; good once, until ${timeOf(made.value.expiresAt)}\n`);
    return 0;
  });
}

async function devicesCommand(options: CommandOptions, rest: readonly string[], { out }: Output): Promise<number> {
  none(rest);
  const scope = options.site ?? '';
  if (scope !== '' && tierOf(scope) === null) throw new CommandFault('--site must be a code of 4, 6, 9 or 12 digits.', 2);
  return await within(options, false, async ({ access }) => {
    const devices = await listDevices(access.db, scope);
    for (const { id, site, role, name, revokedAt, lastContact } of devices) {
      const siteName = (await findDivision(access.db, site))?.name ?? '';
      const state = revokedAt === null ? `last contact ${lastContact === null ? 'never' : timeOf(lastContact)}` : `revoked ${timeOf(revokedAt)}`;
      out(`${id}  ${role}  ${site} ${siteName}  "${name}"  ${state}\n`);
    }
    if (devices.length === 0) out('no devices\n');
    return 0;
  });
}

async function revokeCommand(options: CommandOptions, rest: readonly string[], { out }: Output): Promise<number> {
  const id = one(rest, 'revoke needs the id of one device; see the command devices.');
  return await within(options, false, async ({ access }) => {
    const before = await findDevice(access.db, id);
    if (before === null) throw new CommandFault(`There is no device ${id}.`);
    await revokeDevice(access, id);
    out(before.revokedAt === null ? `revoked "${before.name}" of ${before.site}\n` : `"${before.name}" of ${before.site} was revoked already\n`);
    return 0;
  });
}

async function auditCommand(options: CommandOptions, rest: readonly string[], { out, err }: Output): Promise<number> {
  none(rest);
  return await within(options, false, async ({ access }) => {
    if (options.verify !== true) {
      for (const { seq, at, event, device, site, detail } of await auditTrail(access.db, wholeNumber('--last', options.last ?? '50', 1, 1_000_000))) {
        out(`${seq}  ${timeOf(at)}  ${event}  ${device || '-'}  ${site || '-'}  ${JSON.stringify(detail)}\n`);
      }
      return 0;
    }
    const verdict = await verifyAudit(access.db);
    if (verdict.ok) out(`the chain of ${verdict.entries} lines is whole\n`);
    else err(`the chain is broken at line ${verdict.seq}: it or the one before was changed, taken out or put in\n`);
    return verdict.ok ? 0 : 1;
  });
}

function readText(path: string): string {
  try {
    return DECODER.decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError) throw new CommandFault(`${path} is not UTF-8 text. Save it as "CSV UTF-8" and try again.`);
    throw new CommandFault(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isRole(text: string): text is Role {
  return ROLES.includes(text);
}
