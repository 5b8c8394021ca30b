import { logOf } from '../scope.ts';

/** The logs that lead down to a code: its county's and its city's. */
export function logsAbove(code: string): string[] {
  return [...new Set([logOf(code), logOf(code.slice(0, 4))])];
}
