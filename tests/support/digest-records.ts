import { addToDigest, EMPTY_DIGEST, monthOf, type DigestResponse, type SetDigest } from '#shared/protocol/digest.ts';

interface Counted {
  readonly kind: string;
  readonly id: string;
  readonly version: string;
}

/** Digests by kind and by month of the ids (rule C2), counted anew each time: for centers in memory. */
export function digestRecords(records: Iterable<Counted>): DigestResponse {
  const kinds: Record<string, SetDigest & { months: Record<string, SetDigest> }> = {};
  for (const { kind, id, version } of records) {
    const before = kinds[kind] ?? { ...EMPTY_DIGEST, months: {} };
    const month = monthOf(id);
    const months = { ...before.months, [month]: addToDigest(before.months[month] ?? EMPTY_DIGEST, kind, id, version) };
    kinds[kind] = { ...addToDigest(before, kind, id, version), months };
  }
  return { kinds };
}

/** The digests of some kinds without their months, as an exchange answers them. */
export function digestOfKinds({ kinds }: DigestResponse, wanted: readonly string[]): Record<string, SetDigest> {
  return Object.fromEntries(wanted.flatMap((kind) => {
    const digest = kinds[kind];
    return digest === undefined ? [] : [[kind, { count: digest.count, xor: digest.xor }]];
  }));
}
