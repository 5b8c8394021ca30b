import { CENTER_BUGS } from './center-bugs.ts';
import { MERGE_BUGS } from './merge-bugs.ts';
import type { PlantedBug } from './planted-bug.ts';
import { REPLICA_BUGS } from './replica-bugs.ts';

/** Every mistake that the simulation is known to notice. */
export const PLANTED_BUGS: readonly PlantedBug[] = [...MERGE_BUGS, ...REPLICA_BUGS, ...CENTER_BUGS];
