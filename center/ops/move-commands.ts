import { listMoves, moveVillage } from '../access/moves.ts';
import type { MoveReport } from '#shared/ports/record-store.ts';
import { CommandFault, none, timeOf, within, type Command } from './command.ts';

/** `move --from CODE --to CODE [--merge]`: gives a village another code; all its records follow (rule L3). */
export const moveCommand: Command = async (options, rest, { out }) => {
  none(rest);
  const { from, to, merge = false } = options;
  if (from === undefined || to === undefined) throw new CommandFault('move needs --from and --to, two codes of 12 digits.', 2);
  return await within(options, false, async ({ access }) => {
    const moved = await moveVillage(access, from, to, { merge });
    if (!moved.ok) throw new CommandFault(`Nothing was moved: ${moved.error.detail}.`);
    out(`${textOf(moved.value)}\n`);
    return 0;
  });
};

/** `moves`: all moves, with what arrived under old codes since. */
export const movesCommand: Command = async (options, rest, { out }) => {
  none(rest);
  return await within(options, false, async ({ access }) => {
    const moves = await listMoves(access.db);
    for (const move of moves) out(`${timeOf(move.at)}  ${textOf(move)}\n`);
    if (moves.length === 0) out('no moves\n');
    return 0;
  });
};

function textOf({ from, to, records, devices, late, done }: MoveReport): string {
  const kinds = Object.entries(records).map(([kind, count]) => `${count} ${kind}`);
  const filed = kinds.length === 0 ? 'no records' : kinds.join(', ');
  return `${from} is ${to} now: ${filed}; ${devices} devices; ${late} arrived late${done ? '' : '; not done yet, run the command again'}`;
}
