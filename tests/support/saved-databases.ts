/** An IndexedDB database as JSON: its shape and all its rows. */
export interface SavedDatabase {
  readonly name: string;
  readonly version: number;
  readonly stores: readonly SavedStore[];
}

interface SavedStore {
  readonly name: string;
  readonly keyPath: string | string[] | null;
  readonly autoIncrement: boolean;
  readonly indexes: readonly { readonly name: string; readonly keyPath: string | string[]; readonly unique: boolean; readonly multiEntry: boolean }[];
  readonly rows: readonly unknown[];
  /** Keys of the rows where they do not carry them. */
  readonly keys?: readonly IDBValidKey[];
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the request failed')));
  });
}

/** All databases whose name starts so, once nothing has them open. */
export async function saveDatabases(prefixes: readonly string[]): Promise<SavedDatabase[]> {
  const known = await indexedDB.databases();
  const names = known.flatMap(({ name = '' }) => (prefixes.some((prefix) => name.startsWith(prefix)) ? [name] : []));
  const saved: SavedDatabase[] = [];
  for (const name of names.toSorted()) {
    const database = await done(indexedDB.open(name));
    const stores = [...database.objectStoreNames];
    const transaction = stores.length === 0 ? null : database.transaction(stores);
    const all = await Promise.all(stores.map((store) => saveStore(transaction?.objectStore(store) as IDBObjectStore)));
    saved.push({ name, version: database.version, stores: all });
    database.close();
  }
  return saved;
}

async function saveStore(store: IDBObjectStore): Promise<SavedStore> {
  const indexes = [...store.indexNames].map((name) => store.index(name)).map(({ name, keyPath, unique, multiEntry }) => ({ name, keyPath, unique, multiEntry }));
  const [rows, keys] = await Promise.all([done(store.getAll()), done(store.getAllKeys())]);
  const { name, keyPath, autoIncrement } = store;
  return { name, keyPath, autoIncrement, indexes, rows, ...(keyPath === null ? { keys } : {}) };
}

/** Makes the databases as they were saved, in place of any of the same name. */
export async function restoreDatabases(saved: readonly SavedDatabase[]): Promise<void> {
  for (const { name, version, stores } of saved) {
    await done(indexedDB.deleteDatabase(name));
    const opening = indexedDB.open(name, version);
    opening.onupgradeneeded = () => {
      for (const { name: store, keyPath, autoIncrement, indexes } of stores) {
        const made = opening.result.createObjectStore(store, { keyPath, autoIncrement });
        for (const index of indexes) made.createIndex(index.name, index.keyPath, { unique: index.unique, multiEntry: index.multiEntry });
      }
    };
    const database = await done(opening);
    for (const { name: store, rows, keys } of stores) {
      const transaction = database.transaction([store], 'readwrite');
      rows.forEach((row, index) => (keys === undefined ? transaction.objectStore(store).put(row) : transaction.objectStore(store).put(row, keys[index])));
      await new Promise((resolve, reject) => Object.assign(transaction, { oncomplete: resolve, onabort: () => reject(transaction.error ?? new Error('aborted')) }));
    }
    database.close();
  }
}
