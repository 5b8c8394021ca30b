import type { RxCollection } from 'rxdb';
import type { Doc } from './local-fields.ts';

/** RxDB's collection of a kind. Whoever has it reads; the engine alone writes. */
export type DocCollection = RxCollection<Doc>;
