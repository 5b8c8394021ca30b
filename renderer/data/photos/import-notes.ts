import type { LocalDb } from '../local/local-db.ts';
import type { PhotoPurpose } from './photo-intake.ts';
import { PREPARE_FAILURES, type PrepareFailure } from './prepare/prepared-photo.ts';

/** A batch as it stood when the program ended in the middle of it. */
export interface UnfinishedImport {
  readonly key: string;
  readonly purpose: PhotoPurpose;
  /** Names of all files, in their order. */
  readonly names: readonly string[];
  /** By a file's place; those that are not in it were not done. */
  readonly done: ReadonlyMap<number, DoneMark>;
}

/** What became of a file: it is in the album, or why it is not. */
export type DoneMark = 'kept' | PrepareFailure;

interface Head {
  readonly purpose: PhotoPurpose;
  readonly names: readonly string[];
}

/** Two rows a batch: its names are written once, its marks, one letter a file, with every photo. */
const HEAD = 'import:';
const MARKS = 'importMarks:';
const OPEN = '-';
const LETTERS: readonly DoneMark[] = ['kept', ...PREPARE_FAILURES];

/**
 * Notes of what was chosen and how far it came. A browser cannot open a chosen file again after a restart: what is left can
 * only be named then, for the person to choose it again. A note that is lost costs a name on that list and nothing else.
 */
export class ImportNotes {
  readonly #local: Pick<LocalDb, 'meta'>;
  readonly #marks = new Map<string, string[]>();

  constructor(local: Pick<LocalDb, 'meta'>) {
    this.#local = local;
  }

  async begin(key: string, names: readonly string[], purpose: PhotoPurpose): Promise<void> {
    this.#marks.set(key, Array.from(names, () => OPEN));
    await this.#quietly(() => this.#local.meta.put({ key: `${HEAD}${key}`, value: { names, purpose } satisfies Head }));
  }

  async mark(key: string, index: number, mark: DoneMark): Promise<void> {
    const marks = this.#marks.get(key);
    if (marks === undefined) return;
    marks[index] = String.fromCharCode('a'.charCodeAt(0) + LETTERS.indexOf(mark));
    await this.#quietly(() => this.#local.meta.put({ key: `${MARKS}${key}`, value: marks.join('') }));
  }

  /** Nothing of the batch is left to be said. */
  async end(key: string): Promise<void> {
    this.#marks.delete(key);
    await this.#quietly(() => this.#local.meta.bulkDelete([`${HEAD}${key}`, `${MARKS}${key}`]));
  }

  /** The batches of former runs that were neither finished nor dismissed, oldest first. */
  async unfinished(): Promise<readonly UnfinishedImport[]> {
    const rows = await this.#local.meta.where('key').startsWith(HEAD).toArray();
    const found = rows.filter((row) => !this.#marks.has(row.key.slice(HEAD.length)));
    return Promise.all(
      found.map(async (row) => {
        const key = row.key.slice(HEAD.length);
        const marks = (await this.#local.meta.get(`${MARKS}${key}`))?.value;
        return { key, ...(row.value as Head), done: doneOf(typeof marks === 'string' ? marks : '') };
      }),
    );
  }

  /** A disk without room for a note has none for photos either, which is said elsewhere. */
  async #quietly(work: () => PromiseLike<unknown>): Promise<void> {
    try {
      await work();
    } catch {
      // See above.
    }
  }
}

function doneOf(marks: string): ReadonlyMap<number, DoneMark> {
  return new Map(
    marks.split('').flatMap((letter, index): [number, DoneMark][] => {
      const mark = LETTERS[letter.charCodeAt(0) - 'a'.charCodeAt(0)];
      return mark === undefined ? [] : [[index, mark]];
    }),
  );
}
