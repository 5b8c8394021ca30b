import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Sql } from '../store/sql.ts';
import type { AccessContext } from './context.ts';
import { keyNamed } from './keys.ts';

/** A nonce must be answered within this time, in milliseconds, and only once. */
export const NONCE_LASTS = 120_000;

const NONCE = /^[\w-]{22}\.[0-9a-z]{1,10}\.[\w-]{43}$/;

/**
 * Challenges. A nonce carries its own proof (a keyed hash over end, random bytes and device): anyone may ask for as many
 * as they like and nothing is stored, and any process of the center can check what another gave out. Stored are those
 * that were answered, until they have expired.
 */
export class Nonces {
  readonly #context: AccessContext;
  #key: Promise<string> | null = null;
  #tidied = 0;

  constructor(context: AccessContext) {
    this.#context = context;
  }

  /** A nonce for a device's next signature; also for a device that does not exist, so that nobody can probe. */
  async issue(device: string): Promise<string> {
    const random = Buffer.from(this.#context.random.bytes(16)).toString('base64url');
    return await this.#nonceOf(device, random, this.#context.clock.now() + NONCE_LASTS);
  }

  /** True for a nonce that was given out for the device and has not expired. */
  async isOpen(device: string, nonce: string): Promise<boolean> {
    if (!NONCE.test(nonce)) return false;
    const [random = '', written = ''] = nonce.split('.');
    const end = Number.parseInt(written, 36);
    if (end <= this.#context.clock.now()) return false;
    const [given, right] = [Buffer.from(nonce), Buffer.from(await this.#nonceOf(device, random, end))];
    return given.length === right.length && timingSafeEqual(given, right);
  }

  /** True once for a nonce that is open; to be called within the transaction that opens the session. */
  async take(tx: Sql, nonce: string): Promise<boolean> {
    const now = this.#context.clock.now();
    if (Math.abs(now - this.#tidied) >= NONCE_LASTS) {
      this.#tidied = now;
      await tx.run('DELETE FROM used_nonces WHERE expires_at <= ?', now);
    }
    return (await tx.run('INSERT INTO used_nonces (nonce, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING', nonce, now + NONCE_LASTS)) > 0;
  }

  async #nonceOf(device: string, random: string, end: number): Promise<string> {
    const written = end.toString(36);
    const proof = createHmac('sha256', await this.#keyOf()).update(`${written}.${random}.${device}`).digest('base64url');
    return `${random}.${written}.${proof}`;
  }

  #keyOf(): Promise<string> {
    this.#key ??= keyNamed(this.#context, 'nonces').catch((error: unknown) => {
      this.#key = null;
      throw error;
    });
    return this.#key;
  }
}
