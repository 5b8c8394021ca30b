import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { tierOf, type Role } from '#shared/domain/site-code.ts';
import { auditTrail, verifyAudit } from '../access/audit.ts';
import { makeCode } from '../access/codes.ts';
import { findDevice, listDevices, revokeDevice } from '../access/devices.ts';
import { findDivision, loadDivisions } from '../access/divisions.ts';
import { databasePath, openDataFolder, type DataFolder } from '../app/data-folder.ts';
import type { Output } from './output.ts';

/** What a person asked for cannot be done; the message says why. Exit code 1, or 2 where the command was used wrongly. */
export class CommandFault extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface CommandOptions {
  readonly data?: string | undefined;
  readonly site?: string | undefined;
  readonly role?: string | undefined;
  readonly days?: string | undefined;
  readonly last?: string | undefined;
  readonly verify?: boolean | undefined;
}

type Command = (options: CommandOptions, rest: readonly string[], output: Output) => Promise<number> | number;

const ROLES: readonly string[] = ['station', 'institute', 'county', 'city'] satisfies readonly Role[];

const DECODER = new TextDecoder('utf-8', { fatal: true });

export const commands: Readonly<Record<string, Command>> = {
  'load-divisions': loadDivisionsCommand,
  code: codeCommand,
  devices: devicesCommand,
  revoke: revokeCommand,
  audit: auditCommand,
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
  return await within(options, false, ({ access }) => {
    const made = makeCode(access, site, role, days);
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
  return await within(options, false, ({ access }) => {
    const devices = listDevices(access.db, scope);
    for (const { id, site, role, name, revokedAt, lastContact } of devices) {
      const siteName = findDivision(access.db, site)?.name ?? '';
      const state = revokedAt === null ? `last contact ${lastContact === null ? 'never' : timeOf(lastContact)}` : `revoked ${timeOf(revokedAt)}`;
      out(`${id}  ${role}  ${site} ${siteName}  "${name}"  ${state}\n`);
    }
    if (devices.length === 0) out('no devices\n');
    return 0;
  });
}

async function revokeCommand(options: CommandOptions, rest: readonly string[], { out }: Output): Promise<number> {
  const id = one(rest, 'revoke needs the id of one device; see the command devices.');
  return await within(options, false, ({ access }) => {
    const before = findDevice(access.db, id);
    if (before === null) throw new CommandFault(`There is no device ${id}.`);
    revokeDevice(access, id);
    out(before.revokedAt === null ? `revoked "${before.name}" of ${before.site}\n` : `"${before.name}" of ${before.site} was revoked already\n`);
    return 0;
  });
}

async function auditCommand(options: CommandOptions, rest: readonly string[], { out, err }: Output): Promise<number> {
  none(rest);
  return await within(options, false, ({ access }) => {
    if (options.verify !== true) {
      for (const { seq, at, event, device, site, detail } of auditTrail(access.db, wholeNumber('--last', options.last ?? '50', 1, 1_000_000))) {
        out(`${seq}  ${timeOf(at)}  ${event}  ${device || '-'}  ${site || '-'}  ${JSON.stringify(detail)}\n`);
      }
      return 0;
    }
    const verdict = verifyAudit(access.db);
    if (verdict.ok) out(`the chain of ${verdict.entries} lines is whole\n`);
    else err(`the chain is broken at line ${verdict.seq}: it or the one before was changed, taken out or put in\n`);
    return verdict.ok ? 0 : 1;
  });
}

/** Opens the data folder for one command. Only `load-divisions` makes a folder that is not there yet. */
async function within(options: CommandOptions, mayMake: boolean, work: (folder: DataFolder) => Promise<number> | number): Promise<number> {
  const dataDir = resolve(options.data ?? 'center-data');
  if (!mayMake && !existsSync(databasePath(dataDir))) {
    throw new CommandFault(`There is no center's database in ${dataDir}. Name the data folder with --data, or load divisions first.`);
  }
  const folder = openDataFolder(dataDir);
  try {
    return await work(folder);
  } finally {
    folder.close();
  }
}

function readText(path: string): string {
  try {
    return DECODER.decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError) throw new CommandFault(`${path} is not UTF-8 text. Save it as "CSV UTF-8" and try again.`);
    throw new CommandFault(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function one(rest: readonly string[], problem: string): string {
  const [first, ...others] = rest;
  if (first === undefined || others.length > 0) throw new CommandFault(problem, 2);
  return first;
}

function none(rest: readonly string[]): void {
  if (rest.length > 0) throw new CommandFault(`"${rest.join(' ')}" means nothing here.`, 2);
}

function wholeNumber(name: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max) throw new CommandFault(`${name} must be a whole number from ${min} to ${max}.`, 2);
  return number;
}

function isRole(text: string): text is Role {
  return ROLES.includes(text);
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
