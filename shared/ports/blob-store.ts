/** Bytes by their SHA-256. Stored once, never changed. */
export interface BlobStore {
  /** True where the whole of it is stored. */
  has(hash: string): Promise<boolean>;
  /** Size in bytes, or null where it is not stored. */
  size(hash: string): Promise<number | null>;
  /**
   * Stores a stream of bytes, durably, after checking its hash; the same bytes again change nothing.
   * Nothing is left behind where it fails or is cut.
   */
  put(hash: string, bytes: AsyncIterable<Uint8Array>, limit: number): Promise<BlobPutResult>;
  /** The bytes, from `start` to before `end` where given; null where it is not stored. */
  read(hash: string, range?: { readonly start: number; readonly end: number }): Promise<AsyncIterable<Uint8Array> | null>;
}

export type BlobPutResult =
  | { readonly status: 'stored'; readonly size: number }
  | { readonly status: 'hashMismatch'; readonly got: string }
  | { readonly status: 'tooLarge' }
  | { readonly status: 'storageFull' };
