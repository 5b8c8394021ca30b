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

/** `damaged`: the file on this machine is not what it was; `notWanted`: the center has no record that names it (yet). */
export type PhotoReason = '' | 'offline' | 'busy' | 'notWanted' | 'damaged' | 'refused' | 'storageFull';

/**
 * What to send next (rule T1): thumbnails before pictures, and only bytes whose record the center has a receipt for.
 * @param entries waiting entries, oldest first
 * @param recordReceived whether the center holds the evidence record with this id
 */
export function nextPhoto(entries: readonly PhotoEntry[], recordReceived: (evidence: string) => boolean): PhotoEntry | null {
  const ready = entries.filter((entry) => entry.state === 'waiting' && recordReceived(entry.evidence));
  return ready.find((entry) => entry.part === 'thumb') ?? ready[0] ?? null;
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
