import type { AnyRecord } from '#shared/domain/record.ts';

/** Fields that people know a record by, the most telling first. */
const NAMING = ['title', 'name', 'caption', 'originalName', 'content'] as const;

/** What a person knows a record by; its id where no field says it. */
export function nameOf(record: AnyRecord): string {
  for (const field of NAMING) {
    const value = record[field];
    if (typeof value === 'string' && value !== '') return value;
  }
  return record.id;
}
