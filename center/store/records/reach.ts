import { isWithin } from '#shared/domain/site-code.ts';
import type { AcceptedWrite, StoreResult } from '#shared/ports/record-store.ts';
import type { Batch } from './batch.ts';
import { addresseeOf, type Standing } from './rows.ts';
import { resolvedSite } from './successors.ts';

export type Refused = Extract<StoreResult, { readonly status: 'refused' }>;

/**
 * By what right a writer touches a record.
 * - `own`: it lies in the writer's scope, or is new and would
 * - `addressed`: it is addressed down to the scope; `refused` where the write would move or readdress it
 * - `departed`: it was in the scope and left it (rule L3)
 * - `outside`: by none
 */
export type Reach =
  | { readonly type: 'own' }
  | { readonly type: 'addressed'; readonly refused: Refused | null }
  | { readonly type: 'departed' }
  | { readonly type: 'outside'; readonly refused: Refused };

/** Kinds that those may edit to whom they are addressed: an order's stage, a rectification's photos, a self-assessment. */
export const ANSWERED_KINDS: ReadonlySet<string> = new Set(['orders', 'rectifications', 'assessments']);

/** @param now the record's current state, or null where there is none */
export function reachOf(batch: Batch, { kind, record }: AcceptedWrite, now: Standing | null, scope: string): Reach {
  const reaches = (site: string): boolean => isWithin(site, scope) || isWithin(resolvedSite(site, batch.successors), scope);
  if (now === null) return reaches(record.site) ? { type: 'own' } : outside('site');
  // Until a move has come to its last record, some still stand under the retired code.
  if (reaches(now.site)) return { type: 'own' };
  const answered = ANSWERED_KINDS.has(kind);
  if (answered && now.to !== '' && isWithin(scope, now.to)) {
    const field = record.site !== now.site ? 'site' : addresseeOf(record) !== now.to ? 'to' : null;
    return { type: 'addressed', refused: field === null ? null : refusedFor(field) };
  }
  const left = batch.departures(kind, record.id).some(({ site, to }) => isWithin(site, scope) || (answered && to !== '' && isWithin(scope, to)));
  return left ? { type: 'departed' } : outside('');
}

function outside(field: string): Reach {
  return { type: 'outside', refused: refusedFor(field) };
}

function refusedFor(field: string): Refused {
  return { status: 'refused', code: 'outOfScope', ...(field === '' ? {} : { field }) };
}
