import type { Bridge } from '#shared/bridge/contract.ts';

/** What is there to show of a photo. `away`: not on this machine, and the center is out of reach or has not got it. */
export type PhotoState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly url: string }
  | { readonly status: 'away' }
  | { readonly status: 'damaged' };

/** Photos as addresses that an `<img>` can show. What is on the screen is held; of the rest, the latest ones. */
export interface PhotoUrls {
  /** Keeps a photo at hand and tells of its changes, until the answered function is called. */
  readonly watch: (hash: string, onChange: () => void) => () => void;
  /** What is known of it now; the same object as long as nothing changed. */
  stateOf(hash: string): PhotoState;
  /** The bytes turned out to be no picture. */
  markDamaged(hash: string): void;
}

export interface PhotoUrlsOptions {
  /** Bytes kept of photos that nothing shows any more. */
  readonly idleBytes?: number;
  /** Photos read at a time: the screen stays quick, and a slow center is not flooded. */
  readonly readers?: number;
}

const LOADING: PhotoState = { status: 'loading' };
const AWAY: PhotoState = { status: 'away' };
const DAMAGED: PhotoState = { status: 'damaged' };
const IDLE_BYTES = 64 * 1024 * 1024;
const READERS = 4;

interface Entry {
  state: PhotoState;
  size: number;
  reading: boolean;
  readonly watchers: Set<() => void>;
}

/** The photos of one host, as `photo.read` gives them. */
export function createPhotoUrls(bridge: Bridge, options: PhotoUrlsOptions = {}): PhotoUrls {
  return new BridgePhotoUrls(bridge, options);
}

class BridgePhotoUrls implements PhotoUrls {
  readonly #bridge: Bridge;
  readonly #idleBytes: number;
  readonly #readers: number;
  /** In the order in which they were looked at last. */
  readonly #entries = new Map<string, Entry>();
  #reading = 0;
  #watched = 0;
  #stopListening: (() => void) | null = null;

  constructor(bridge: Bridge, { idleBytes = IDLE_BYTES, readers = READERS }: PhotoUrlsOptions) {
    this.#bridge = bridge;
    this.#idleBytes = idleBytes;
    this.#readers = readers;
  }

  watch(hash: string, onChange: () => void): () => void {
    const entry: Entry = this.#entries.get(hash) ?? { state: LOADING, size: 0, reading: false, watchers: new Set() };
    this.#entries.delete(hash);
    this.#entries.set(hash, entry);
    entry.watchers.add(onChange);
    this.#watched += 1;
    this.#stopListening ??= this.#listen();
    this.#readNext();
    return () => {
      if (!entry.watchers.delete(onChange)) return;
      this.#watched -= 1;
      if (entry.watchers.size === 0) this.#rest(hash, entry);
      if (this.#watched > 0) return;
      this.#stopListening?.();
      this.#stopListening = null;
    };
  }

  stateOf(hash: string): PhotoState {
    return this.#entries.get(hash)?.state ?? LOADING;
  }

  markDamaged(hash: string): void {
    const entry = this.#entries.get(hash);
    if (entry?.state.status !== 'ready') return;
    URL.revokeObjectURL(entry.state.url);
    change(entry, DAMAGED);
  }

  /** What was asked for last is read first: it is what the person looks at. */
  #readNext(): void {
    while (this.#reading < this.#readers) {
      const next = [...this.#entries].findLast(([, entry]) => entry.state === LOADING && !entry.reading && entry.watchers.size > 0);
      if (next === undefined) return;
      const [hash, entry] = next;
      this.#reading += 1;
      entry.reading = true;
      void this.#read(hash, entry).finally(() => {
        this.#reading -= 1;
        this.#readNext();
      });
    }
  }

  async #read(hash: string, entry: Entry): Promise<void> {
    const bytes = await this.#bridge.invoke('photo.read', { hash }).then(
      (answer) => answer.bytes,
      () => null,
    );
    entry.reading = false;
    entry.size = bytes?.length ?? 0;
    change(entry, bytes === null ? AWAY : { status: 'ready', url: URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' })) });
    if (entry.watchers.size === 0) this.#rest(hash, entry);
  }

  /** Nothing shows it any more: it moves to the young end of the idle ones, whose old end is let go. */
  #rest(hash: string, entry: Entry): void {
    if (entry.reading) return;
    this.#entries.delete(hash);
    if (entry.state.status !== 'ready') return;
    this.#entries.set(hash, entry);
    const idle = [...this.#entries].filter(([, other]) => other.watchers.size === 0 && other.state.status === 'ready');
    let held = idle.reduce((total, [, other]) => total + other.size, 0);
    for (const [oldHash, old] of idle) {
      if (held <= this.#idleBytes) return;
      held -= old.size;
      this.#entries.delete(oldHash);
      if (old.state.status === 'ready') URL.revokeObjectURL(old.state.url);
    }
  }

  /** The center came into reach: what was nowhere may be there. */
  #listen(): () => void {
    return this.#bridge.on('link.connection', ({ state }) => {
      if (state !== 'online') return;
      for (const entry of this.#entries.values()) if (entry.state === AWAY) change(entry, LOADING);
      this.#readNext();
    });
  }
}

function change(entry: Entry, state: PhotoState): void {
  entry.state = state;
  for (const notify of entry.watchers) notify();
}

const shared = new WeakMap<Bridge, PhotoUrls>();

/** {@link createPhotoUrls}, one for all screens. */
export function photoUrlsOf(bridge: Bridge): PhotoUrls {
  const known = shared.get(bridge);
  if (known !== undefined) return known;
  const made = createPhotoUrls(bridge);
  shared.set(bridge, made);
  return made;
}
