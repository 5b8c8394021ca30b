/** Bytes by their SHA-256. Stored once, never changed. */
export interface BlobStore {
  /** True where the whole of it is stored. */
  has(hash: string): Promise<boolean>;
  /** Size in bytes, or null where it is not stored. */
  size(hash: string): Promise<number | null>;
  /**
   * Stores a stream of bytes, durably, after checking its hash. They are read and checked also where they are stored already,
   * and change nothing then: who gets `stored` has sent them. Nothing is left behind where it fails; of a stream that is cut,
   * what came is kept, for `from` to go on there.
   * @param from how many bytes are there already, as {@link received} says
   * @param sender whose upload it is, a site's code or ''; nobody goes on with what another sent
   */
  put(hash: string, bytes: AsyncIterable<Uint8Array>, limit: number, from?: number, sender?: string): Promise<BlobPutResult>;
  /** How many bytes are there of an upload of this sender's that was cut, or 0; none of those that are stored. */
  received(hash: string, sender?: string): Promise<number>;
  /** The bytes, from `start` to before `end` where given; null where it is not stored. */
  read(hash: string, range?: { readonly start: number; readonly end: number }): Promise<AsyncIterable<Uint8Array> | null>;
}

export type BlobPutResult =
  | { readonly status: 'stored'; readonly size: number }
  | { readonly status: 'hashMismatch'; readonly got: string }
  | { readonly status: 'tooLarge' }
  /** So many are not there, or those that are were not right and were dropped: ask how many, and go on from there. */
  | { readonly status: 'otherPart' }
  | { readonly status: 'storageFull' }
  /** What stores them is out of reach; what came is kept, and the same again later goes on there. `detail` is for the log. */
  | { readonly status: 'away'; readonly detail: string };
