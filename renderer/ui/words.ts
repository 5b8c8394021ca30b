/** The `t` of any screen. Its type names its own namespace's keys alone, so here any function of words will do. */
export type Words = (...args: never) => unknown;

/** The words for a key of the form `namespace:key`, which every `t` finds. */
export function say(t: Words, key: `${string}:${string}`, options: object = {}): string {
  return (t as unknown as (key: string, options: object) => string)(key, options);
}
