import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers, Input } from '#shared/bridge/contract.ts';
import type { ExportError, PictureSource } from '#shared/bridge/exports.ts';
import type { Random } from '#shared/ports/random.ts';
import { describe, type Log } from '../log.ts';
import type { Timers } from '../timers.ts';
import { ExportFailure, exportErrorOf } from './export-failure.ts';
import { findFont, fontFolders, type Font } from './find-font.ts';
import { folderExport } from './folder-export.ts';
import { hiddenName, removeLeftovers } from './leftovers.ts';
import { pdfExport } from './pdf-export.ts';
import { giveName, removeHidden, type PendingExport } from './pending-export.ts';
import { findPlaces, thisMachine, type FoundPlace, type GivenPlace, type Machine } from './places.ts';
import { safeName } from './safe-name.ts';
import { showInFileManager } from './show.ts';

/** An export that nothing was added to for so long is dropped, milliseconds. */
const IDLE_MS = 60 * 60_000;
const WORDS = { away: '照片不在本机', notAPicture: '照片无法显示', page: '第 {page} 页' };

export interface ExportsOptions {
  readonly readPhoto: (hash: string) => Promise<{ readonly bytes: Uint8Array | null }>;
  readonly random: Random;
  readonly timers: Timers;
  readonly log: Log;
  /** Folders that the program was started with. */
  readonly given?: readonly GivenPlace[];
  readonly machine?: Machine;
  readonly fontFolders?: readonly string[];
  /** Shows a file or folder in the machine's file manager; false where there is none. */
  readonly show?: (path: string) => Promise<boolean>;
}

interface Running {
  readonly place: FoundPlace;
  readonly hidden: string;
  readonly name: string;
  readonly pending: PendingExport;
  /** Calls of one export take turns. */
  turn: Promise<unknown>;
  stopTimer: () => void;
}

type ExportHandlers = Pick<Handlers, 'places.list' | `export.${'begin' | 'file' | 'block' | 'finish' | 'drop' | 'show'}`>;
type Answer<T> = Promise<{ ok: true; value: T } | { ok: false; error: ExportError }>;

/** Files for people: begun, added to and finished by calls, each whole under its name or not there. */
export class Exports {
  readonly #options: ExportsOptions;
  readonly #salt: string;
  readonly #running = new Map<string, Running>();
  readonly #finished = new Map<string, string>();
  #font: Promise<Font | null> | null = null;

  constructor(options: ExportsOptions) {
    this.#options = options;
    this.#salt = this.#newId();
  }

  get handlers(): ExportHandlers {
    return {
      'places.list': async () => ({ places: (await this.#places()).map(({ id, kind, label, freeBytes }) => ({ id, kind, label, freeBytes })) }),
      'export.begin': (asked) => this.#begin(asked),
      'export.file': ({ id, path, source }) => this.#inTurn(id, async ({ pending }) => (await pending.addFile(path, source), null)),
      'export.block': ({ id, block }) => this.#inTurn(id, async ({ pending }) => ({ left: await pending.addBlock(block) })),
      'export.finish': ({ id }) => this.#inTurn(id, (running) => this.#finish(id, running)),
      'export.drop': async ({ id }) => (await this.#drop(id), null),
      'export.show': async ({ id }) => ({ shown: await this.#show(id) }),
    };
  }

  /** Leaves nothing of what is not finished. */
  async close(): Promise<void> {
    for (const id of this.#running.keys()) await this.#drop(id);
  }

  #places(): Promise<readonly FoundPlace[]> {
    return findPlaces(this.#options.machine ?? thisMachine(), this.#options.given ?? [], this.#salt);
  }

  async #begin({ place: asked, form, name, words }: Input<'export.begin'>): Answer<{ id: string }> {
    const place = (await this.#places()).find(({ id }) => id === asked);
    if (place === undefined) return { ok: false, error: { kind: 'placeGone' } };
    const font = form === 'pdf' ? await this.#findFont() : null;
    if (form === 'pdf' && font === null) return { ok: false, error: { kind: 'noFont' } };
    const id = this.#newId();
    const hidden = join(place.folder, hiddenName(id));
    try {
      await removeLeftovers(place.folder);
      await mkdir(hidden);
      const read = (source: PictureSource): Promise<Uint8Array | null> => this.#read(source);
      const pending = font === null ? await folderExport(hidden, read) : await pdfExport(hidden, { title: name, font, words: words ?? WORDS, read });
      const fileName = safeName(form === 'pdf' ? `${name}.pdf` : name);
      const running: Running = { place, hidden, pending, name: fileName, turn: Promise.resolve(), stopTimer: () => undefined };
      this.#running.set(id, running);
      this.#await(id, running);
      return { ok: true, value: { id } };
    } catch (error) {
      await removeHidden(hidden);
      return { ok: false, error: await this.#errorOf(error, place) };
    }
  }

  async #finish(id: string, { pending, hidden, place, name }: Running): Promise<{ label: string; bytes: number; files: number; pages: number }> {
    const { entry, ...counts } = await pending.complete();
    const given = await giveName(join(hidden, entry), place.folder, name);
    this.#finished.set(id, join(place.folder, given));
    await this.#end(id);
    return { label: `${place.label} / ${given}`, ...counts };
  }

  async #drop(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (running === undefined) return;
    const end = (): Promise<void> => this.#end(id);
    await running.turn.then(end, end);
  }

  async #end(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#running.delete(id);
    running.stopTimer();
    await running.pending.close().catch((error: unknown) => this.#options.log.warn(`an export's file did not close: ${describe(error)}`));
    await removeHidden(running.hidden);
  }

  /** Does it after what was asked of the same export before, and begins its hour anew. */
  #inTurn<T>(id: string, act: (running: Running) => Promise<T>): Answer<T> {
    const running = this.#running.get(id);
    if (running === undefined) return Promise.resolve({ ok: false, error: { kind: 'unknown' } });
    running.stopTimer();
    const answer = running.turn.then(async (): Answer<T> => {
      if (!this.#running.has(id)) return { ok: false, error: { kind: 'unknown' } };
      try {
        return { ok: true, value: await act(running) };
      } catch (error) {
        return { ok: false, error: await this.#errorOf(error, running.place) };
      } finally {
        this.#await(id, running);
      }
    });
    running.turn = answer;
    return answer;
  }

  #await(id: string, running: Running): void {
    running.stopTimer();
    if (this.#running.has(id)) running.stopTimer = this.#options.timers.after(IDLE_MS, () => void this.#drop(id));
  }

  async #errorOf(thrown: unknown, place: FoundPlace): Promise<ExportError> {
    if (!(thrown instanceof ExportFailure)) this.#options.log.warn(`an export could not go on: ${describe(thrown)}`);
    return exportErrorOf(thrown, place.folder);
  }

  async #read(source: PictureSource): Promise<Uint8Array | null> {
    return 'photo' in source ? (await this.#options.readPhoto(source.photo)).bytes : source.bytes;
  }

  /** Looked for anew where none was found: one may have been installed. */
  async #findFont(): Promise<Font | null> {
    this.#font ??= findFont(this.#options.fontFolders ?? fontFolders());
    const font = await this.#font;
    if (font === null) this.#font = null;
    return font;
  }

  async #show(id: string): Promise<boolean> {
    const path = this.#finished.get(id);
    return path === undefined ? false : (this.#options.show ?? showInFileManager)(path);
  }

  #newId(): string {
    return Buffer.from(this.#options.random.bytes(8)).toString('hex');
  }
}
