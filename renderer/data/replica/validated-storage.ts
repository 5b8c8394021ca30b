import { wrappedValidateStorageFactory } from 'rxdb';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { isKind, validate } from '#shared/schema/validate.ts';
import { toRecord } from './local-fields.ts';

const wrap = wrappedValidateStorageFactory((schema) => {
  const kind = schema.title ?? '';
  // RxDB keeps tables of its own through the same storage.
  if (!isKind(kind)) return () => [];
  return (doc) => {
    const checked = validate(kind, toRecord(doc));
    return checked.ok ? [] : checked.problems.map((problem) => ({ field: problem.path, message: problem.code }));
  };
}, 'qiyou');

/**
 * Storage that refuses a record that its schema refuses. For development and tests: it makes inserts three times slower, and
 * records are checked at the edges anyway. Unknown fields pass, as they do at the edges.
 */
export function validatedStorage(): ReturnType<typeof wrap> {
  return wrap({ storage: getRxStorageDexie() });
}
