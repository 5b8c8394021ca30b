/** How many partitions a table of records has in PostgreSQL; a county's rows all lie in one. */
const PARTITIONS = 16;

/** The partitions of a table that is partitioned by the hash of its county. */
export function partitioned(table: string): string {
  return Array.from(
    { length: PARTITIONS },
    (_, index) => `CREATE TABLE ${table}_${index} PARTITION OF ${table} FOR VALUES WITH (MODULUS ${PARTITIONS}, REMAINDER ${index});`,
  ).join('\n    ');
}
