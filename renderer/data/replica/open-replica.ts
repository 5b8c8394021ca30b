import { addRxPlugin, createRxDatabase, type RxDatabase } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import { KINDS, type Kind } from '#shared/domain/record.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { ReplicaEngine } from '#shared/sync/replica-engine.ts';
import { takeOverLegacyBooks } from '../local/legacy-books.ts';
import { LOCAL_PREFIX, LocalDb } from '../local/local-db.ts';
import { createReopener, type Reopener } from '../local/reopener.ts';
import { collectionSchema, migrationStrategies, REPLICA_VERSIONS, type ReplicaVersions } from './collection-schemas.ts';
import type { DocCollection } from './doc-collection.ts';
import { leanStorage } from './lean-storage.ts';
import { RxReplicaStore } from './rx-replica-store.ts';

addRxPlugin(RxDBMigrationSchemaPlugin);

/** The records of one device on this machine, and the books about them. */
export interface Replica {
  /** Names its databases, see `replica-names.ts`. */
  readonly name: string;
  /** For reading alone: all writes go through the engine. */
  readonly collections: Readonly<Record<Kind, DocCollection>>;
  readonly local: LocalDb;
  readonly engine: ReplicaEngine;
  /** A person saved something: whoever listens sends it. */
  noteSaved(): void;
  /** Calls back for each save; answers how to stop. */
  onSaved(listener: () => void): () => void;
  close(): Promise<void>;
}

export interface ReplicaOptions {
  readonly clock: Clock;
  /** Refuses to write records that their schema refuses; for development and tests. */
  readonly checked?: boolean;
  /** False leaves the books as they are; for tests of the store, whose made-up books would be put right. */
  readonly mend?: boolean;
  /** Schema versions of the collections; tests open an older replica with newer ones. */
  readonly versions?: ReplicaVersions;
}

/**
 * Opens a replica, making it where there is none. One window at a time may hold it: `multiInstance` is off, because two
 * windows would be two engines that do not see each other's writes.
 */
export async function openReplica(name: string, options: ReplicaOptions): Promise<Replica> {
  const { clock, checked = false, versions = REPLICA_VERSIONS } = options;
  const reopener = createReopener();
  const local = new LocalDb(`${LOCAL_PREFIX}${name}`);
  reopener.watch(local);
  await local.open();
  const current = new Set(KINDS.map((kind) => `rxdb-dexie-qiyou-${name}--${versions[kind]}--${collectionNameOf(kind)}`));
  const storage = leanStorage(reopener, (database) => current.has(database));
  const database = await createRxDatabase({ name: `qiyou-${name}`, storage, multiInstance: false, eventReduce: true });
  try {
    const collections = await openCollections(database, versions);
    await takeOverLegacyBooks(local, name, collections);
    const store = await RxReplicaStore.open({ collections, local, checked });
    const engine = new ReplicaEngine({ store, kinds: KINDS, clock });
    if (options.mend !== false) await engine.open();
    // What stops it stops everything else too, and the next start goes on.
    const listed = store.catchUp().catch(() => undefined);
    const close = async (): Promise<void> => {
      await closeAll(database, local, reopener);
      await listed;
    };
    return { name, collections, local, engine, ...savesHeard(), close };
  } catch (error) {
    await closeAll(database, local, reopener);
    throw error;
  }
}

function savesHeard(): Pick<Replica, 'noteSaved' | 'onSaved'> {
  const listeners = new Set<() => void>();
  return {
    noteSaved() {
      for (const listener of listeners) listener();
    },
    onSaved(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

async function openCollections(database: RxDatabase, versions: ReplicaVersions): Promise<Readonly<Record<Kind, DocCollection>>> {
  const collections = await database.addCollections(
    Object.fromEntries(
      KINDS.map((kind) => [collectionNameOf(kind), { schema: collectionSchema(kind, versions), migrationStrategies: migrationStrategies(kind, versions), autoMigrate: true }]),
    ),
  );
  return Object.fromEntries(KINDS.map((kind) => [kind, collections[collectionNameOf(kind)]])) as unknown as Record<Kind, DocCollection>;
}

/** RxDB wants names of lower-case letters, digits and underscores. */
function collectionNameOf(kind: Kind): string {
  return kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

async function closeAll(database: RxDatabase, local: LocalDb, reopener: Reopener): Promise<void> {
  reopener.stop();
  await database.close();
  local.close();
}
