import type { RecordBase } from '#shared/domain/record.ts';
import { uuidv7Ids, type Ids } from '#shared/ports/ids.ts';
import { seededRandom } from '#shared/ports/random.ts';

/** The device that the demo's records name as their author's. */
export const DEMO_DEVICE = 'demo';

/** Villages of the demo keep Beijing time, eight hours before UTC. */
const BEIJING_MS = 8 * 3_600_000;

/** The instant (ISO 8601, UTC) of a day and a time of the day, `HH:mm`, in Beijing. */
export function instantAt(day: string, time: string): string {
  return new Date(Date.parse(`${day}T${time}:00.000Z`) - BEIJING_MS).toISOString();
}

/** Stamps records as a station's device would have stamped them: its ids come from a clock that walks along with the days. */
export class Diary {
  readonly #site: string;
  readonly #ids: Ids;
  #now = 0;

  constructor(site: string, seed: number) {
    this.#site = site;
    this.#ids = uuidv7Ids({ now: () => this.#now, today: () => '' }, seededRandom(seed));
  }

  /** What a record has that was entered at `createdAt` and last changed at `updatedAt` by this person. */
  entry(person: string, createdAt: string, updatedAt = createdAt): RecordBase {
    this.#now = Date.parse(createdAt);
    return { id: this.#ids.next(), site: this.#site, v: 1, createdAt, updatedAt, by: { device: DEMO_DEVICE, person }, removed: false, conflicts: [] };
  }
}
