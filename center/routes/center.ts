import type { BlobStore } from '#shared/ports/blob-store.ts';
import type { RecordStore } from '#shared/ports/record-store.ts';
import type { AnonymousRefusals } from '../access/audit.ts';
import type { AccessContext } from '../access/context.ts';
import type { CenterSettings } from '../access/devices.ts';
import type { Nonces } from '../access/nonces.ts';
import type { NewsHub } from './news-hub.ts';

/** Requests that one address may make in a minute before it has a session. Many stations can share an address. */
export interface RateLimits {
  readonly enrol: number;
  readonly session: number;
}

/** What the routes stand on; made once by the composition root. */
export interface Center {
  readonly access: AccessContext;
  readonly nonces: Nonces;
  readonly anonymous: AnonymousRefusals;
  readonly store: RecordStore;
  readonly blobs: BlobStore;
  readonly news: NewsHub;
  readonly settings: CenterSettings;
  readonly limits: RateLimits;
}
