import type { Change } from '../protocol/exchange.ts';
import type { Sent } from './answered.ts';
import type { CenterState } from './apply-states.ts';

/**
 * Text of the writes in one request at most, in UTF-16 code units: even where each is three bytes in UTF-8 this stays
 * below the center's limit for a body, and one request on a slow line stays within its time.
 */
const MAX_TEXT = 4 * 1024 * 1024;

/** As many as fit into one request; at least one. */
export function withinText(sent: readonly Sent[]): readonly Sent[] {
  let text = 0;
  const over = sent.findIndex(({ record }, index) => {
    text += JSON.stringify(record).length;
    return text > MAX_TEXT && index > 0;
  });
  return over === -1 ? sent : sent.slice(0, over);
}

export function byKind<T extends { readonly kind: string }>(items: readonly T[]): Map<string, T[]> {
  return Map.groupBy(items, ({ kind }) => kind);
}

/** The last word on each record of a page, by kind. */
export function statesByKind(changes: readonly Change[]): Map<string, CenterState[]> {
  const kinds = new Map<string, Map<string, CenterState>>();
  for (const change of changes) {
    const states = kinds.get(change.kind) ?? new Map<string, CenterState>();
    kinds.set(change.kind, states);
    const id = 'record' in change ? change.record.id : change.left;
    states.delete(id);
    states.set(id, { id, record: 'record' in change ? change.record : null });
  }
  return new Map([...kinds].map(([kind, states]) => [kind, [...states.values()]]));
}
