import { canonical } from '../domain/canonical.ts';

/**
 * Three-way merge of two lists as sets: what either side added is in, what either side took out is out.
 * The order is `theirs`, then what `mine` adds in its own order, so that the result does not depend on who computes it.
 */
export function mergeSet(base: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[]): unknown[] {
  const inBase = new Set(base.map(canonical));
  const inMine = new Set(mine.map(canonical));
  const inTheirs = new Set(theirs.map(canonical));
  const kept = unique(theirs).filter((item) => inMine.has(canonical(item)) || !inBase.has(canonical(item)));
  const added = unique(mine).filter((item) => !inTheirs.has(canonical(item)) && !inBase.has(canonical(item)));
  return [...kept, ...added];
}

function unique(items: readonly unknown[]): unknown[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = canonical(item);
    return seen.has(key) ? false : (seen.add(key), true);
  });
}
