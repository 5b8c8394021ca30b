import { noAmbient } from './no-ambient.ts';
import { noHardText } from './no-hard-text.ts';
import { noSleep } from './no-sleep.ts';
import type { HouseRule } from './rule.ts';

/** The rules that oxlint's own cannot express; they appear as `house(…)`. */
const houseRules: { readonly meta: { readonly name: string }; readonly rules: Readonly<Record<string, HouseRule>> } = {
  meta: { name: 'house' },
  rules: { 'no-ambient': noAmbient, 'no-hard-text': noHardText, 'no-sleep': noSleep },
};

export default houseRules;
