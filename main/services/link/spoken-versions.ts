import type { LinkError } from '#shared/protocol/errors.ts';
import { MIN_PROTOCOL, PROTOCOL } from '#shared/protocol/protocol-version.ts';

/**
 * Which version of the protocol is spoken with a center (rule T2): the newest, until the center says that it is too new
 * for it; then the center's own, until it says otherwise, it was away, a new session is opened, or the program is started anew.
 */
export class SpokenVersions {
  readonly #older = new Map<string, number>();

  /** The version to speak with the center at this address. */
  with(center: string): number {
    return this.#older.get(center) ?? PROTOCOL;
  }

  /** Tries the newest again: the center may have been updated. */
  tryNewest(center: string): void {
    this.#older.delete(center);
  }

  /**
   * Learns from a refusal of a request that was sent in version `used`; true where the same in the version that is spoken now may be
   * understood.
   */
  refused(center: string, used: number, error: LinkError): boolean {
    if (error.kind === 'tooNew' && error.max < used && error.max >= MIN_PROTOCOL) {
      this.#older.set(center, error.max);
      return true;
    }
    if (error.kind !== 'tooOld' || error.min <= used || error.min > PROTOCOL) return false;
    this.#older.delete(center);
    return true;
  }

  /** An answer that names the center's own version. */
  heard(center: string, protocol: number): void {
    if (protocol > this.with(center)) this.#older.set(center, Math.min(protocol, PROTOCOL));
  }
}
