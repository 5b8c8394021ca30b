import type { Connection } from '#shared/bridge/contract.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import type { Waiting } from '../data/hooks/use-custody.ts';

/** What the pill says. `received` is said only where nothing waits, nothing was refused and no photo failed (rule C1). */
export interface PillState {
  readonly link: Exclude<Connection['state'], 'notEnrolled'>;
  /** Milliseconds without contact; null where there never was one, or there is one now. */
  readonly away: number | null;
  readonly records: number;
  readonly photos: number;
  /** Records refused and photos failed: they wait for a person. */
  readonly troubles: number;
  readonly received: boolean;
  /** The center is in reach, but does not take what is sent now: it is busy, or has no room. */
  readonly stuck: boolean;
  /** A person has paused it. */
  readonly paused: boolean;
  /** What the last comparison with the center said (rule C2); null before the first, and of a center that cannot compare. */
  readonly equal: boolean | null;
}

/** What else the pill is decided by. */
export interface PillFacts {
  /** Why the last exchange failed, where it is still being tried again. */
  readonly trouble?: LinkError | null;
  readonly paused?: boolean;
  readonly equal?: boolean | null;
}

/** @param now milliseconds since 1970 by this machine's clock */
export function pillOf(connection: Connection, waiting: Omit<Waiting, 'bytes'>, now: number, { trouble = null, paused = false, equal = null }: PillFacts = {}): PillState {
  const link = connection.state === 'notEnrolled' ? 'connecting' : connection.state;
  const troubles = waiting.aside + waiting.photosFailed;
  // A thumbnail alone may wait: then its photo counts, for the center has not all of it.
  const photos = Math.max(waiting.photos, waiting.photoBytes > 0 ? 1 : 0);
  const away = link === 'online' || connection.lastContact === null ? null : Math.max(0, now - connection.lastContact);
  const received = waiting.records + photos + troubles === 0;
  const stuck = link === 'online' && !paused && trouble !== null && trouble.kind !== 'offline';
  return { link, away, records: waiting.records, photos, troubles, received, stuck, paused, equal };
}

/** How the pill looks: green only where nothing is open and the last comparison with the center was equal (rules C1, C2). */
export function toneOf({ link, received, troubles, stuck, paused, equal }: PillState): 'stopped' | 'trouble' | 'paused' | 'away' | 'received' | 'busy' {
  if (link === 'revoked' || link === 'tooOld' || link === 'tooNew') return 'stopped';
  if (troubles > 0 || stuck || equal === false) return 'trouble';
  if (paused) return 'paused';
  if (link !== 'online') return 'away';
  return received && equal === true ? 'received' : 'busy';
}
