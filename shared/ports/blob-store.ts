/** Bytes by their SHA-256. Stored once, never changed. */
export interface BlobStore {
  /** True where the whole of it is stored. */
  has(hash: string): Promise<boolean>;
  /** Size in bytes, or null where it is not stored. */
  size(hash: string): Promise<number | null>;
  /**
   * Stores a stream of bytes, durably, after checking its hash; the same bytes again change nothing. Nothing is left behind
   * where it fails; of a stream that is cut, what came is kept, for `from` to go on there.
   * @param from how many bytes are there already, as {@link received} says
   */
  put(hash: string, bytes: AsyncIterable<Uint8Array>, limit: number, from?: number): Promise<BlobPutResult>;
  /** How many of the bytes are there: all that are stored, those of an upload that was cut, or 0. */
  received(hash: string): Promise<number>;
  /** The bytes, from `start` to before `end` where given; null where it is not stored. */
  read(hash: string, range?: { readonly start: number; readonly end: number }): Promise<AsyncIterable<Uint8Array> | null>;
}

export type BlobPutResult =
  | { readonly status: 'stored'; readonly size: number }
  | { readonly status: 'hashMismatch'; readonly got: string }
  | { readonly status: 'tooLarge' }
  /** So many are not there, or those that are were not right and were dropped: ask how many, and go on from there. */
  | { readonly status: 'otherPart' }
  | { readonly status: 'storageFull' };
