import type { Dexie } from 'dexie';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { Reopener } from '../local/reopener.ts';

/**
 * Indexes that RxDB gives every collection and that nothing here reads by: for its own replication and cleanup, of which there
 * is neither, and for queries of a collection that has no index of its own. Each costs as much in a first pull as one of ours.
 * Where RxDB does read an older version of a collection by one of them, to migrate it, the index is made then.
 */
const UNUSED: ReadonlySet<string> = new Set(['[_meta.lwt+id]', '_meta.lwt', '[_deleted+id]']);

/**
 * RxDB's storage on Dexie, looked after by the reopener.
 * @param isCurrent true for the Dexie databases of collections at their newest version
 */
export function leanStorage(reopener: Reopener, isCurrent: (database: string) => boolean): ReturnType<typeof getRxStorageDexie> {
  return getRxStorageDexie({
    onCreate(database, name) {
      reopener.watch(database);
      if (isCurrent(name)) leaveOutUnused(database);
    },
  });
}

/** RxDB declares its tables right after this; what it declares is thinned out on its way. */
function leaveOutUnused(database: Dexie): void {
  const version = database.version.bind(database);
  database.version = (number) => {
    const declared = version(number);
    const stores = declared.stores.bind(declared);
    declared.stores = (schema) => stores({ ...schema, docs: lean(schema['docs'] ?? '') });
    return declared;
  };
}

function lean(schema: string): string {
  return schema
    .split(', ')
    .filter((index) => !UNUSED.has(index))
    .join(', ');
}
