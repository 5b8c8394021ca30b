import type { AnyRecord } from '#shared/domain/record.ts';
import { addToDigest, EMPTY_DIGEST, monthOf, type SetDigest } from '#shared/protocol/digest.ts';
import { versionOf } from '#shared/schema/version.ts';

/** Digests by kind and month, counted from the records themselves. */
export function digestsOf(records: Iterable<{ readonly kind: string; readonly record: AnyRecord }>): Record<string, SetDigest & { months: Record<string, SetDigest> }> {
  const digests: Record<string, SetDigest & { months: Record<string, SetDigest> }> = {};
  for (const { kind, record } of records) {
    const of = digests[kind] ?? { ...EMPTY_DIGEST, months: {} };
    const month = monthOf(record.id);
    const version = versionOf(record);
    digests[kind] = {
      ...addToDigest(of, kind, record.id, version),
      months: { ...of.months, [month]: addToDigest(of.months[month] ?? EMPTY_DIGEST, kind, record.id, version) },
    };
  }
  return digests;
}
