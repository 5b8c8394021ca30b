import { addRxPlugin, createRxDatabase, type RxCollection, type RxDatabase, type RxStorage } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { KINDS, type Kind } from '#shared/domain/record.ts';
import { LocalDb } from '../local/local-db.ts';
import { createReopener, type Reopener } from '../local/reopener.ts';
import { openCustodyBook, type CustodyBook } from '../local/custody-book.ts';
import { collectionSchema, migrationStrategies, REPLICA_VERSIONS, type ReplicaVersions } from './collection-schemas.ts';
import { conflictHandlerOf } from './conflict-handler.ts';
import type { Doc } from './local-fields.ts';

addRxPlugin(RxDBMigrationSchemaPlugin);

export type DocCollection = RxCollection<Doc>;

/** The records of one site on this machine, and the books about them. */
export interface Replica {
  /** The division code whose scope it holds. */
  readonly site: string;
  readonly collections: Readonly<Record<Kind, DocCollection>>;
  readonly local: LocalDb;
  readonly book: CustodyBook;
  close(): Promise<void>;
}

export interface ReplicaOptions {
  /** Where to keep the records; development and tests wrap it in a validator. */
  readonly storage?: RxStorage<unknown, unknown>;
  /** Name of the databases where it is not the site's code: two devices of one site in one browser. */
  readonly name?: string;
  /** Schema versions of the collections; tests open an older replica with newer ones. */
  readonly versions?: ReplicaVersions;
}

/**
 * Opens the replica of a site, making it where there is none. One window at a time may hold it: `multiInstance` is off,
 * because two windows would be two leaders that do not see each other's writes.
 */
export async function openReplica(site: string, options: ReplicaOptions = {}): Promise<Replica> {
  const reopener = createReopener();
  const { storage = getRxStorageDexie({ onCreate: (database) => reopener.watch(database) }), name = site, versions = REPLICA_VERSIONS } = options;
  const local = new LocalDb(`qiyou-local-${name}`);
  reopener.watch(local);
  await local.open();
  const book = await openCustodyBook(local);
  const database = await createRxDatabase({ name: `qiyou-${name}`, storage, multiInstance: false, eventReduce: true });
  const collections = await database.addCollections(
    Object.fromEntries(
      KINDS.map((kind) => [
        collectionNameOf(kind),
        { schema: collectionSchema(kind, versions), migrationStrategies: migrationStrategies(kind, versions), conflictHandler: conflictHandlerOf(kind, book), autoMigrate: true },
      ]),
    ),
  );
  const byKind = Object.fromEntries(KINDS.map((kind) => [kind, collections[collectionNameOf(kind)]])) as unknown as Record<Kind, DocCollection>;
  return { site, collections: byKind, local, book, close: () => closeAll(database, local, reopener) };
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
