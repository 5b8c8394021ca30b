import type { FieldProblem } from '#shared/schema/validate.ts';
import { say, type Words } from './words.ts';

const KNOWN = new Set(['too_small', 'too_big', 'invalid_format', 'invalid_type', 'invalid_value', 'gone', 'appendOnly']);

/** What a form says below a field that could not be saved: the words for its first problem, or undefined where it has none. */
export function problemAt(problems: readonly FieldProblem[], field: string, t: Words): string | undefined {
  const problem = problems.find(({ path }) => path === field || path.startsWith(`${field}.`));
  return problem === undefined ? undefined : problemText(problem, t);
}

/** The words for a problem that no field of the form shows. */
function problemText({ code }: FieldProblem, t: Words): string {
  return say(t, `common:problems.${KNOWN.has(code) ? code : 'other'}`);
}
