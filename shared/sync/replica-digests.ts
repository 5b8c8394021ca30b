import { bytesToHex } from '@noble/hashes/utils.js';
import { digestMark, EMPTY_DIGEST, joinDigests, monthOf, type SetDigest } from '../protocol/digest.ts';

interface Bucket {
  count: number;
  readonly xor: Uint8Array;
}

/** After every id: all of a kind was counted. */
const ALL = 'g';

/**
 * The replica's own digests by kind and month (rule C2), kept up with every change: of each record the version that the
 * center is known to have. At each start, and on demand, they are counted anew from the records themselves, in portions;
 * what changes meanwhile is taken in as far as it was counted already.
 */
export class ReplicaDigests {
  readonly #kinds = new Map<string, Map<string, Bucket>>();
  /** For each kind, up to which id it was counted. */
  readonly #counted = new Map<string, string>();
  /** When a person asked for a comparison last, milliseconds since 1970. */
  #askedAt: number | null = null;

  /** Nothing is known any more: all has to be counted. */
  forget(): void {
    this.#kinds.clear();
    this.#counted.clear();
  }

  /** A person asks for a comparison from the start, now by this machine's clock. */
  asked(at: number): void {
    this.#askedAt = at;
  }

  /** Whether a person asked after the digests agreed or were given up last: what is found since then is found for that person. */
  askedSince(compared: number | null): boolean {
    return this.#askedAt !== null && (compared === null || compared <= this.#askedAt);
  }

  /** Starts to count a kind from its first record. */
  begin(kind: string): void {
    this.#kinds.set(kind, new Map());
    this.#counted.set(kind, '');
  }

  /** Counts a portion of a kind, by rising id; `versions` are null where the center has none. `last`: nothing comes after it. */
  count(kind: string, portion: readonly { readonly id: string; readonly version: string | null }[], last: boolean): void {
    for (const { id, version } of portion) if (version !== null) this.#fold(kind, id, version, 1);
    const end = portion.at(-1)?.id;
    if (last) this.#counted.set(kind, ALL);
    else if (end !== undefined) this.#counted.set(kind, end);
  }

  /** True where a change of the kind has to be told by {@link replaced}. */
  isCounting(kind: string): boolean {
    return this.#counted.has(kind);
  }

  /** The center has `after` of a record where it had `before`; null for none. */
  replaced(kind: string, id: string, before: string | null, after: string | null): void {
    const counted = this.#counted.get(kind);
    if (counted === undefined || before === after || id > counted) return;
    if (before !== null) this.#fold(kind, id, before, -1);
    if (after !== null) this.#fold(kind, id, after, 1);
  }

  /** True where all of these kinds were counted to their end. */
  known(kinds: readonly string[]): boolean {
    return kinds.every((kind) => this.#counted.get(kind) === ALL);
  }

  /** A kind's digest over all months. */
  total(kind: string): SetDigest {
    return Object.values(this.months(kind)).reduce(joinDigests, EMPTY_DIGEST);
  }

  /** A kind's digests by month, without empty ones. */
  months(kind: string): Readonly<Record<string, SetDigest>> {
    const months = [...(this.#kinds.get(kind) ?? [])].filter(([, { count, xor }]) => count !== 0 || xor.some((byte) => byte !== 0));
    return Object.fromEntries(months.map(([month, { count, xor }]) => [month, { count, xor: bytesToHex(xor) }]));
  }

  #fold(kind: string, id: string, version: string, sign: 1 | -1): void {
    const months = this.#kinds.get(kind) ?? new Map<string, Bucket>();
    this.#kinds.set(kind, months);
    const month = monthOf(id);
    const bucket = months.get(month) ?? { count: 0, xor: new Uint8Array(32) };
    months.set(month, bucket);
    bucket.count += sign;
    const mark = digestMark(kind, id, version);
    for (let index = 0; index < 32; index += 1) bucket.xor[index] = (bucket.xor[index] ?? 0) ^ (mark[index] ?? 0);
  }
}
