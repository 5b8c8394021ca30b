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
}

/**
 * @param now milliseconds since 1970 by this machine's clock
 * @param trouble why the last exchange failed, where it is still being tried again
 */
export function pillOf(connection: Connection, waiting: Omit<Waiting, 'bytes'>, now: number, trouble: LinkError | null = null): PillState {
  const link = connection.state === 'notEnrolled' ? 'connecting' : connection.state;
  const troubles = waiting.aside + waiting.photosFailed;
  // A thumbnail alone may wait: then its photo counts, for the center has not all of it.
  const photos = Math.max(waiting.photos, waiting.photoBytes > 0 ? 1 : 0);
  const away = link === 'online' || connection.lastContact === null ? null : Math.max(0, now - connection.lastContact);
  return { link, away, records: waiting.records, photos, troubles, received: waiting.records + photos + troubles === 0, stuck: link === 'online' && trouble !== null && trouble.kind !== 'offline' };
}
