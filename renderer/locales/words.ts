/** The keys of a namespace with other words: what the English one has to match. */
export type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };
