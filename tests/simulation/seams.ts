import type { RepairLink } from '#shared/sync/repair.ts';
import type { Link } from '#shared/ports/link.ts';
import type { Ids } from '#shared/ports/ids.ts';
import { ReplicaEngine, type EngineOptions } from '#shared/sync/replica-engine.ts';
import type { CrashingStore } from './crashing-store.ts';
import type { SimCenter } from './sim-center.ts';

export type SimLink = Link & RepairLink;

/** Where a planted bug can get between the parts of the world; each answers what the world goes on with. */
export interface Seams {
  readonly engine: (options: EngineOptions) => ReplicaEngine;
  readonly store: (store: CrashingStore) => CrashingStore;
  readonly link: (link: SimLink, device: string) => SimLink;
  readonly center: (center: SimCenter) => SimCenter;
  readonly ids: (ids: Ids) => Ids;
  /** A restored center begins another life of its logs. */
  readonly renewsEpoch: boolean;
  /** Off where a planted bug would be healed by the digests before it is seen. */
  readonly comparesDigests: boolean;
}

/** The world as it is. */
export const NO_BUG: Seams = {
  engine: (options) => new ReplicaEngine(options),
  store: (store) => store,
  link: (link) => link,
  center: (center) => center,
  ids: (ids) => ids,
  renewsEpoch: true,
  comparesDigests: true,
};
