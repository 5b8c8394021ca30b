import fc from 'fast-check';
import { z } from 'zod';

/** Texts and numbers as fields of messages want them; a schema gets those that it takes. */
const TEXTS = [
  '',
  'activities',
  '盘山县',
  '2026-06',
  '211122',
  '211122001001',
  '2026-06-19',
  '2026-06-19T01:30:00.000Z',
  '0197d3a0-5c00-7000-8000-000000000001',
  'image/jpeg',
  'a'.repeat(16),
  'a'.repeat(43),
  'a'.repeat(64),
  'a'.repeat(86),
];
const NUMBERS = [-1, 0, 1, 7, 90, 1_600, 1_968, 1_781_832_600_000];

/** Anything that JSON can say; it has no -0. */
const anything = fc.jsonValue({ maxDepth: 1 }).map((value): unknown => JSON.parse(JSON.stringify(value)));

/** A member that only a newer version knows, at the least; its value may be anything. */
const unknownMembers = fc.dictionary(fc.stringMatching(/^zz[a-z]{1,6}$/), anything, { minKeys: 1, maxKeys: 2 });

/** Values that a schema takes, with members that it does not know in every object of them. */
export function fromTheFuture(schema: z.ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodObject) return objectOf(schema);
  if (schema instanceof z.ZodArray) return fc.array(fromTheFuture(schema.element as z.ZodType), { maxLength: 2 });
  if (schema instanceof z.ZodTuple) return fc.tuple(...schema.def.items.map((item) => fromTheFuture(item as z.ZodType)));
  if (schema instanceof z.ZodRecord) return fc.dictionary(oneOfThose(schema.keyType as z.ZodType, TEXTS), fromTheFuture(schema.valueType as z.ZodType), { maxKeys: 2, noNullPrototype: true });
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map((option) => fromTheFuture(option as z.ZodType)));
  if (schema instanceof z.ZodNullable) return fc.option(fromTheFuture(schema.unwrap() as z.ZodType), { nil: null });
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodCatch) return fromTheFuture(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodUnknown) return anything;
  return oneOfThose<unknown>(schema, [...TEXTS, ...NUMBERS]);
}

function objectOf(schema: z.ZodObject): fc.Arbitrary<unknown> {
  const members = Object.entries(schema.shape) as [string, z.ZodType][];
  const needed = members.filter(([, member]) => !(member instanceof z.ZodOptional)).map(([name]) => name);
  const known = fc.record(Object.fromEntries(members.map(([name, member]) => [name, fromTheFuture(member)])), { requiredKeys: needed, noNullPrototype: true });
  return fc.tuple(known, unknownMembers).map(([own, more]) => ({ ...own, ...more }));
}

function oneOfThose<T>(schema: z.ZodType, candidates: readonly T[]): fc.Arbitrary<T> {
  const good = candidates.filter((candidate) => schema.safeParse(candidate).success);
  if (good.length === 0) throw new Error(`none of the samples fits ${schema.constructor.name} ${JSON.stringify(z.toJSONSchema(schema))}`);
  return fc.constantFrom(...good);
}
