/** Advisory locks of PostgreSQL, each a pair of numbers: this program's own, and one for what must come one after the other. */
const QIYOU = 7_007;

export const LOCKS = {
  /** Lines of the audit trail. */
  audit: [QIYOU, 1],
  /** Changes of the schema. */
  migration: [QIYOU, 2],
} as const;

/** Ends a `SELECT` within a write transaction whose rows nobody else may change until it is committed. */
export const FOR_UPDATE = { sqlite: '', postgres: ' FOR UPDATE' } as const;
