/**
 * The protocol's version, sent with every message. A center answers every version from {@link MIN_PROTOCOL} on.
 *
 * History, one line a version:
 * - 1: exchange, enrol, session, blobs, news, overview, digest
 * - 2: exchange answers `epoch`, `scope` and, asked for, `digest`; requests may say `clientTime`; `left` is sent; refusals may say
 *   `held`; digest by month; reconcile, held; news say `held`; photo flags
 */
export const PROTOCOL = 2;

/** The oldest version that is still understood. */
export const MIN_PROTOCOL = 1;
