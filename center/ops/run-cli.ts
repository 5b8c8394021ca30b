import { parseArgs } from 'node:util';
import { BlobsFault } from '../blobs/s3-fault.ts';
import { DatabaseFault } from '../store/fault.ts';
import { CommandFault, FLAGS, TEXT_OPTIONS } from './command.ts';
import { commands } from './commands.ts';
import type { Output } from './output.ts';

const HELP = `Usage: npm run qiyou-center -- <command> [options] --data DIR

Looks after a county center's data folder. Works while the server runs.

  load-divisions FILE            loads a divisions file (CSV: code,level,name,parent); loading again updates names
  code --site CODE --role ROLE   makes a one-time code for a device of this site
                                 ROLE: station (12 digits), institute (9), county (6), city (4)
       [--days N]                how long it is good for (default: 14)
  devices [--site CODE]          lists the devices, of a scope or all
  revoke DEVICE                  revokes a device, at once
  audit [--verify] [--last N]    prints the newest lines of the audit trail (default: 50), or checks its chain

  move --from CODE --to CODE     gives a village (12 digits) another code, as it is moved to another town; records and
                                 devices follow; run again, it goes on or prints the report
       [--merge]                 the new code is another village, that it is merged into
  moves                          lists all moves, with what arrived under old codes since
  held list [--site CODE]        lists pushes that would remove or empty much and wait for a person
  held confirm ID | reject ID    writes what is held where nothing newer is there; or drops it
  removed --site CODE            lists what was removed or emptied within 90 days
       [--device ID] [--since DAY]
  recover --device ID --since DAY
  recover --kind KIND --id ID    writes back what was removed or emptied, and keeps what was written since

  index-photos [--site COUNTY]   brings the index of photos that look alike up to date
       [--rebuild]               makes it anew from the records

  backup --to BACKUPS [--keep N] backs the data folder up, also while the center runs, and removes all but the newest N
  backup --verify --from BACKUP  reads a backup through
  restore --from BACKUP          restores a backup into the data folder, which must not be there yet
  accept-loss                    lets a center start whose database's log (center.db-wal) is lost
  renew-epoch                    after a PostgreSQL database was restored: has stations send again what is missing

  verify-blobs [--from HASH]     reads all photos that receipts were given for, and names those missing or altered; from
                                 behind a hash on, where it was stopped
       [--quick]                 asks for their sizes alone

  --data DIR                     the center's data folder (default: ./center-data)
  --database URL                 its PostgreSQL database, where it has one; or QIYOU_DATABASE
  --help                         this text

Exit code: 0 done · 1 not possible (the message says why) · 2 wrong use
`;

/** Runs one command of `qiyou-center`; answers the exit code. */
export async function runCli(argv: readonly string[], output: Output): Promise<number> {
  try {
    const { values, positionals } = parse(argv);
    const [name, ...rest] = positionals;
    if (values.help === true || name === undefined) {
      (values.help === true ? output.out : output.err)(HELP);
      return values.help === true ? 0 : 2;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) throw new CommandFault(`There is no command "${name}".`, 2);
    return await command(values, rest, output);
  } catch (error) {
    return failed(error, output);
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: { ...optionsOf(TEXT_OPTIONS, 'string'), ...optionsOf(FLAGS, 'boolean'), help: { type: 'boolean' } } });
  } catch (error) {
    throw new CommandFault(error instanceof Error ? error.message : String(error), 2);
  }
}

function optionsOf<Name extends string, Type extends 'string' | 'boolean'>(names: readonly Name[], type: Type): Record<Name, { readonly type: Type }> {
  return Object.fromEntries(names.map((name) => [name, { type }])) as Record<Name, { readonly type: Type }>;
}

function failed(error: unknown, { err }: Output): number {
  if (error instanceof CommandFault) {
    err(`${error.message}\n${error.exitCode === 2 ? 'See: npm run qiyou-center -- --help\n' : ''}`);
    return error.exitCode;
  }
  if (error instanceof DatabaseFault || error instanceof BlobsFault) {
    err(`${error.message}\n`);
    return 1;
  }
  throw error;
}
