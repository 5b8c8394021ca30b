import type { RxJsonSchema } from 'rxdb';
import type { Kind } from '#shared/domain/record.ts';
import { LARGEST_AT, toDoc, toRecord, type Doc } from './local-fields.ts';

/**
 * Indexes that serve the screens; every list is read by one of them and by page. The replica's schema version is not the
 * record's: it also moves when an index does.
 */
const INDEXES: { readonly [K in Kind]: readonly (readonly string[])[] } = {
  sites: [['site'], ['removed', 'local.name']],
  standards: [['removed', 'local.at']],
  activities: [
    ['removed', 'local.at'],
    ['removed', 'status', 'local.at'],
    ['removed', 'kind', 'local.at'],
    ['site', 'removed', 'local.at'],
  ],
  volunteers: [
    ['removed', 'local.name'],
    ['site', 'removed', 'local.name'],
    ['removed', 'local.at'],
  ],
  teams: [
    ['removed', 'local.name'],
    ['site', 'removed', 'local.name'],
  ],
  serviceRecords: [['removed', 'local.at'], ['site', 'removed', 'local.at'], ['volunteer'], ['activity'], ['corrects']],
  points: [['removed', 'local.at'], ['volunteer']],
  evidence: [['removed', 'local.at'], ['site', 'removed', 'local.at'], ['item', 'removed'], ['activity', 'removed'], ['originalHash']],
  orders: [['removed', 'local.at']],
  programs: [['removed', 'local.at']],
  assessments: [['removed', 'local.at']],
  rectifications: [['removed', 'local.at']],
};

/** Fields that an index may name, with the bounds that RxDB wants of indexed text. */
const INDEXED = {
  site: { type: 'string', maxLength: 18 },
  removed: { type: 'boolean' },
  status: { type: 'string', maxLength: 40 },
  kind: { type: 'string', maxLength: 40 },
  volunteer: { type: 'string', maxLength: 36 },
  activity: { type: 'string', maxLength: 36 },
  corrects: { type: 'string', maxLength: 36 },
  item: { type: 'string', maxLength: 60 },
  originalHash: { type: 'string', maxLength: 64 },
} as const;

const LOCAL = {
  type: 'object',
  properties: {
    at: { type: 'number', minimum: 0, maximum: LARGEST_AT, multipleOf: 1 },
    name: { type: 'string', maxLength: 120 },
    find: { type: 'string' },
    touch: { type: 'number' },
  },
  required: ['at', 'name'],
} as const;

/** The schema version of each kind's collection in the replica. */
export type ReplicaVersions = { readonly [K in Kind]: number };

/** Moves when a kind's indexes or the replica's own fields do; see {@link migrationStrategies}. */
export const REPLICA_VERSIONS: ReplicaVersions = {
  sites: 0,
  standards: 0,
  activities: 0,
  volunteers: 0,
  teams: 0,
  serviceRecords: 0,
  points: 0,
  evidence: 0,
  orders: 0,
  programs: 0,
  assessments: 0,
  rectifications: 0,
};

/** RxDB's schema of a kind: what the indexes need to know. Records themselves are checked at the edges, not in the storage. */
export function collectionSchema(kind: Kind, versions: ReplicaVersions = REPLICA_VERSIONS): RxJsonSchema<Doc> {
  const named = new Set(INDEXES[kind].flat().filter((field) => !field.startsWith('local.')));
  const properties: Record<string, object> = { id: { type: 'string', maxLength: 36 }, local: LOCAL };
  for (const field of named) properties[field] = INDEXED[field as keyof typeof INDEXED];
  return {
    title: kind,
    version: versions[kind],
    primaryKey: 'id',
    type: 'object',
    properties,
    required: ['id', 'local', ...named],
    indexes: INDEXES[kind],
  };
}

/**
 * RxDB's migrations of a kind, one for each older version of its replica: whatever changed, the replica's own fields are
 * made anew from the record. The record itself stays as it was written; readers see it through `shared/schema/migrations`.
 */
export function migrationStrategies(kind: Kind, versions: ReplicaVersions = REPLICA_VERSIONS): Record<number, (doc: object) => Doc> {
  const strategies: Record<number, (doc: object) => Doc> = {};
  for (let version = 1; version <= versions[kind]; version += 1) strategies[version] = (doc) => toDoc(kind, toRecord(doc));
  return strategies;
}
