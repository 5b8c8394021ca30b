import type { AnyRecord } from '#shared/domain/record.ts';
import { logOf } from '../scope.ts';
import { logsAbove } from './logs.ts';
import { addresseeOf, type Successor } from './rows.ts';

/** Retired codes and where their records are filed now, by code; already resolved to the end of a chain of moves. */
export type Successors = ReadonlyMap<string, Successor>;

/** The site that stands for a site now: another one where its village was moved (rule L3). */
export function resolvedSite(site: string, successors: Successors): string {
  const exact = successors.get(site);
  if (exact !== undefined || site.length <= 12) return exact?.site ?? site;
  const village = successors.get(site.slice(0, 12));
  return village === undefined ? site : `${village.site}${site.slice(12)}`;
}

/**
 * The record as it is filed where its site or its addressee was moved: it differs in `site` (or `to`) alone. The profile of
 * a village that was merged into another is filed there as removed, since a village has one. Null where nothing changes.
 */
export function refiled(kind: string, record: AnyRecord, successors: Successors): AnyRecord | null {
  const site = resolvedSite(record.site, successors);
  const to = addresseeOf(record);
  const newTo = to === '' ? to : resolvedSite(to, successors);
  const readdressed = newTo !== to && logsAbove(newTo).includes(logOf(site));
  if (site === record.site && !readdressed) return null;
  const merged = kind === 'sites' && record.site.length === 12 && site !== record.site && successors.get(record.site)?.siteRecord !== record.id;
  return { ...record, site, ...(readdressed ? { to: newTo } : {}), ...(merged ? { removed: true } : {}) };
}
