import type { LinkError } from '../protocol/errors.ts';

/** Bytes that wait to be sent, or were. */
export interface PhotoEntry {
  readonly hash: string;
  /** Id of the evidence record that names them. */
  readonly evidence: string;
  readonly part: 'thumb' | 'picture';
  readonly size: number;
  readonly type: string;
  readonly state: 'waiting' | 'received' | 'failed';
  /** Why it failed or has to wait; '' where nothing is wrong. */
  readonly reason: PhotoReason;
  readonly attempts: number;
}

/** `paused`, `budget`: held back for now, shown and never kept. `damaged`: the file on this machine is not what it was; `notWanted`: the center has no record that names it (yet). */
export type PhotoReason = '' | 'paused' | 'budget' | 'offline' | 'busy' | 'notWanted' | 'damaged' | 'refused' | 'storageFull';

/** Small pictures that are sent side by side: on a slow line most of their time is waiting. */
const THUMBS_AT_ONCE = 4;

/**
 * What to send next (rule T1): thumbnails before pictures, and only bytes whose record the center has a receipt for. Several
 * thumbnails, or one picture.
 * @param entries waiting entries that may be sent, oldest first
 * @param recordReceived whether the center holds the evidence record with this id
 */
export function nextPhotos<T extends PhotoEntry>(entries: readonly T[], recordReceived: (evidence: string) => boolean): readonly T[] {
  const ready = entries.filter((entry) => entry.state === 'waiting' && recordReceived(entry.evidence));
  const thumbs = ready.filter((entry) => entry.part === 'thumb');
  return thumbs.length > 0 ? thumbs.slice(0, THUMBS_AT_ONCE) : ready.slice(0, 1);
}

/** After this many tries with the same bytes refused, a person has to look. */
const TRIES = 5;

/** The entry after an upload was tried. Only the center's own receipt makes it received. */
export function afterUpload(entry: PhotoEntry, result: { readonly ok: true } | { readonly ok: false; readonly error: LinkError }): PhotoEntry {
  if (result.ok) return { ...entry, state: 'received', reason: '' };
  const attempts = entry.attempts + 1;
  const reason = reasonOf(result.error);
  const final = reason === 'damaged' || (reason === 'refused' && attempts >= TRIES);
  return { ...entry, attempts, reason, state: final ? 'failed' : 'waiting' };
}

function reasonOf(error: LinkError): PhotoReason {
  if (error.kind === 'busy') return 'busy';
  if (error.kind !== 'refused') return error.kind === 'offline' ? 'offline' : 'refused';
  if (error.code === 'notWanted') return 'notWanted';
  if (error.code === 'storageFull') return 'storageFull';
  if (error.code === 'hashMismatch' || error.code === 'notFound') return 'damaged';
  return 'refused';
}
