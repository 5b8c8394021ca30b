/**
 * The protocol's version, sent with every message. A center answers every version from {@link MIN_PROTOCOL} on.
 *
 * History, one line a version:
 * - 1: exchange, enrol, session, blobs, news, overview, digest
 */
export const PROTOCOL = 1;

/** The oldest version that is still understood. */
export const MIN_PROTOCOL = 1;
