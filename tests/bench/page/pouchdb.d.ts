/** What the benchmarks use of PouchDB, which brings no types. */
declare module 'pouchdb-core' {
  export interface ReplicationResult {
    readonly ok: boolean;
    readonly docs_read: number;
    readonly docs_written: number;
    readonly errors: readonly unknown[];
  }

  export interface ReplicationOptions {
    readonly batch_size: number;
    readonly batches_limit: number;
  }

  export interface Database {
    readonly replicate: {
      from(source: Database, options: ReplicationOptions): Promise<ReplicationResult>;
      to(target: Database, options: ReplicationOptions): Promise<ReplicationResult>;
    };
    bulkDocs(docs: readonly object[]): Promise<readonly { readonly ok?: boolean }[]>;
    bulkGet(options: { readonly docs: readonly { readonly id: string }[] }): Promise<{ readonly results: readonly { readonly docs: readonly { readonly ok?: object }[] }[] }>;
    info(): Promise<{ readonly doc_count: number }>;
    createIndex(index: { readonly index: { readonly fields: readonly string[]; readonly ddoc: string; readonly name: string } }): Promise<unknown>;
    find(query: { readonly selector: object; readonly sort?: readonly object[]; readonly limit: number; readonly use_index: string }): Promise<{ readonly docs: readonly object[] }>;
    close(): Promise<void>;
  }

  interface PouchConstructor {
    new (name: string, options?: { readonly adapter?: string; readonly auto_compaction?: boolean }): Database;
    plugin(plugin: unknown): PouchConstructor;
  }

  const PouchDB: PouchConstructor;
  export default PouchDB;
}

declare module 'pouchdb-adapter-indexeddb';
declare module 'pouchdb-adapter-http';
declare module 'pouchdb-replication';
declare module 'pouchdb-find';
