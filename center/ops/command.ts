import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { databasePath, openDataFolder, type DataFolder, type DataPlace } from '../app/data-folder.ts';
import type { Output } from './output.ts';

/** What a person asked for cannot be done; the message says why. Exit code 1, or 2 where the command was used wrongly. */
export class CommandFault extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Options that take a value; every command has the first two. */
export const TEXT_OPTIONS = ['data', 'database', 'site', 'role', 'days', 'last', 'to', 'from', 'keep', 'id', 'kind', 'name', 'device', 'since'] as const;

/** Options that are there or not. */
export const FLAGS = ['verify', 'merge', 'rebuild', 'quick'] as const;

export type CommandOptions = Partial<Record<(typeof TEXT_OPTIONS)[number], string | undefined>> & Partial<Record<(typeof FLAGS)[number], boolean | undefined>>;

/** One command; answers the exit code. */
export type Command = (options: CommandOptions, rest: readonly string[], output: Output) => Promise<number> | number;

/** Where the data is that a command is about. */
export function placeOf({ data, database = process.env['QIYOU_DATABASE'] }: CommandOptions): DataPlace {
  return { dataDir: resolve(data ?? 'center-data'), ...(database === undefined || database === '' ? {} : { database }) };
}

/** Opens the center's database for one command. Only `mayMake` makes a database that is not there yet. */
export async function within(options: CommandOptions, mayMake: boolean, work: (folder: DataFolder) => Promise<number> | number): Promise<number> {
  const place = placeOf(options);
  if (!mayMake && place.database === undefined && !existsSync(databasePath(place.dataDir))) {
    throw new CommandFault(`There is no center's database in ${place.dataDir}. Name the data folder with --data, or load divisions first.`);
  }
  const folder = await openDataFolder(place);
  try {
    return await work(folder);
  } finally {
    await folder.close();
  }
}

/** The only word after the command. */
export function one(rest: readonly string[], problem: string): string {
  const [first, ...others] = rest;
  if (first === undefined || others.length > 0) throw new CommandFault(problem, 2);
  return first;
}

/** No word after the command. */
export function none(rest: readonly string[]): void {
  if (rest.length > 0) throw new CommandFault(`"${rest.join(' ')}" means nothing here.`, 2);
}

export function wholeNumber(name: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max) throw new CommandFault(`${name} must be a whole number from ${min} to ${max}.`, 2);
  return number;
}

/** Milliseconds since 1970 as ISO 8601. */
export function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
