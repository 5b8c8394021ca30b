import type { Bridge } from '#shared/bridge/contract.ts';
import { MAX_UNSENT, MAX_UNSENT_TEXT, type UnsentEntry, type UnsentKey } from '#shared/bridge/unsent.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Pending } from '#shared/ports/replica-store.ts';
import { versionOf } from '#shared/schema/version.ts';
import { Mutex } from '#shared/sync/mutex.ts';
import type { Replica } from '../replica/open-replica.ts';
import { PHOTOS_LOOKED_AT } from '../photos/requeue-photos.ts';
import { LOST_STORAGE, type LostStorage } from '../local/lost-storage.ts';
import { restoreUnsent } from './restore-unsent.ts';

/** Key of the replica's id in the `meta` table: it goes where the browser's storage goes. */
const REPLICA_ID = 'replicaId';

/** A save waits so long for the host at most, milliseconds: it is durable here already. */
const PATIENCE_MS = 3_000;

/** After a failure the host is tried again after so long, milliseconds, where nothing is saved before. */
const AGAIN_MS = 30_000;

/** Text of the entries in one call, about. */
const PORTION_TEXT = 4 * 1024 * 1024;

export interface UnsentKeeperOptions {
  readonly replica: Replica;
  readonly bridge: Bridge;
  readonly ids: Ids;
  /** The device that the replica is opened for. */
  readonly device: string;
}

/** Which state of an entry the host has. */
interface Kept {
  readonly kind: string;
  readonly id: string;
  readonly version: string;
  readonly baseVersion: string | null;
}

/**
 * Keeps every edit that waits with the host too, outside of the browser's storage: Chromium takes a damaged database away
 * whole and silently. A host that fails costs nobody a save; what it missed it is told later.
 */
export class UnsentKeeper {
  readonly #options: UnsentKeeperOptions;
  readonly #steps = new Mutex();
  readonly #kept = new Map<string, Kept>();
  #wanted = new Map<string, { readonly kind: string; readonly id: string }>();
  #replica: string | null = null;
  /** The host may lack something, or have what waits no longer. */
  #behind = false;
  #reported = false;
  #closed = false;
  #settling: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: UnsentKeeperOptions) {
    this.#options = options;
  }

  /** Looks whether the browser's storage was lost since the last time, and gives back what the host kept. To be called before the sync starts. */
  open(): Promise<void> {
    this.#behind = true;
    return this.#steps.run(() => this.#guarded(() => this.#catchUp()));
  }

  /** Resolves when the host has these records' edits too, or cannot have them now. */
  async saved(kind: string, ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#wanted.set(`${kind}:${id}`, { kind, id });
    const kept = this.#steps.run(() => this.#guarded(() => this.#sendWanted()));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([kept, patience]);
    clearTimeout(timer);
  }

  /** Something was received, merged or given up: the host is told when it is its turn. */
  settle(): void {
    this.#behind = true;
    if (this.#settling !== null || this.#closed) return;
    this.#settling = this.#steps
      .run(() => {
        this.#settling = null;
        return this.#guarded(() => this.#catchUp());
      });
  }

  /** Tells the host the last of it. */
  async close(): Promise<void> {
    this.settle();
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#settling;
  }

  /** A failure of the host, or of a storage that is about to be closed, stops nothing. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#reported = false;
    } catch (error) {
      this.#behind = true;
      if (!this.#closed) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.settle(), AGAIN_MS);
      }
      if (this.#reported) return;
      this.#reported = true;
      await this.#options.bridge.invoke('app.report', { message: `unsent edits are not kept twice: ${String(error)}`.slice(0, 4_000), stack: '' }).catch(() => undefined);
    }
  }

  async #sendWanted(): Promise<void> {
    const wanted = [...this.#wanted.values()];
    this.#wanted = new Map();
    if (this.#behind) return this.#catchUp();
    const { store } = this.#options.replica.engine;
    const pendings: Pending[] = [];
    for (const [kind, ids] of grouped(wanted)) {
      const found = await store.pendings(kind, ids);
      for (const pending of found) if (pending !== undefined) pendings.push(pending);
    }
    await this.#keep(pendings);
  }

  /** Makes the host's book what this replica's is. */
  async #catchUp(): Promise<void> {
    if (this.#replica === null) this.#replica = await this.#begin();
    this.#behind = false;
    const { store } = this.#options.replica.engine;
    const waiting = new Set<string>();
    for await (const portion of store.allPendings()) {
      for (const pending of portion) waiting.add(nameOf(pending));
      await this.#keep(portion);
    }
    const gone = [...this.#kept].filter(([name]) => !waiting.has(name)).map(([, kept]) => kept);
    for (let start = 0; start < gone.length; start += MAX_UNSENT) {
      const keys = gone.slice(start, start + MAX_UNSENT).map(({ kind, id, version }): UnsentKey => ({ kind, id, version }));
      await this.#options.bridge.invoke('unsent.drop', { replica: this.#replica, keys });
      for (const key of keys) this.#kept.delete(nameOf(key));
    }
  }

  /** The replica's id. One that has none yet is new, or of a former version of this program, or its storage was lost. */
  async #begin(): Promise<string> {
    const { replica, ids } = this.#options;
    const { local, engine } = replica;
    const own = (await local.meta.get(REPLICA_ID))?.value;
    let id = typeof own === 'string' ? own : ids.next();
    if (typeof own !== 'string') {
      const found = await this.#read(id, true);
      if (found.known) {
        const restored = await restoreUnsent(engine, found.entries);
        const lost: LostStorage = { at: engine.clock.now(), restored };
        await local.meta.bulkPut([{ key: LOST_STORAGE, value: lost }, { key: PHOTOS_LOOKED_AT, value: '' }]);
      }
      id = found.replica;
      await local.meta.put({ key: REPLICA_ID, value: id });
    }
    const { entries } = await this.#read(id, false);
    this.#kept.clear();
    for (const { kind, id: record, version, baseVersion } of entries) this.#kept.set(`${kind}:${record}`, { kind, id: record, version, baseVersion });
    return id;
  }

  async #read(id: string, fresh: boolean): Promise<{ readonly replica: string; readonly known: boolean; readonly entries: readonly UnsentEntry[] }> {
    const { bridge, replica, device } = this.#options;
    const entries: UnsentEntry[] = [];
    for (;;) {
      const page = await bridge.invoke('unsent.read', { name: replica.name, device, replica: id, fresh, from: entries.length });
      entries.push(...page.entries);
      if (!page.more) return { replica: page.replica, known: page.known, entries };
    }
  }

  /** Sends what the host has not, in portions. */
  async #keep(pendings: readonly Pending[]): Promise<void> {
    const replica = this.#replica;
    const news = pendings.filter((pending) => !isSame(this.#kept.get(nameOf(pending)), pending));
    if (replica === null || news.length === 0) return;
    const { store } = this.#options.replica.engine;
    for (const [kind, ids] of grouped(news)) {
      const records = await store.records(kind, ids);
      const entries = news.filter((pending) => pending.kind === kind).flatMap((pending, index) => entryOf(pending, records[index]));
      for (const portion of portions(entries)) {
        await this.#options.bridge.invoke('unsent.keep', { replica, entries: portion });
        for (const { id, version, baseVersion } of portion) this.#kept.set(`${kind}:${id}`, { kind, id, version, baseVersion });
      }
    }
  }
}

function nameOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind}:${id}`;
}

function isSame(kept: Kept | undefined, pending: Pending): boolean {
  return kept !== undefined && kept.version === pending.version && kept.baseVersion === pending.baseVersion;
}

function grouped(items: readonly { readonly kind: string; readonly id: string }[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { kind, id } of items) {
    const ids = groups.get(kind) ?? [];
    ids.push(id);
    groups.set(kind, ids);
  }
  return groups;
}

/** Nothing where the record is gone or is just being saved, which is kept then, or is larger than the center takes: that is refused there, and stays with its reason here. */
function entryOf({ kind, id, version, base, baseVersion, earlier }: Pending, record: AnyRecord | undefined): UnsentEntry[] {
  if (record === undefined || versionOf(record) !== version || isTooLarge(record) || (base !== null && isTooLarge(base))) return [];
  // The bridge's types have lists that can be changed, the domain's own have not.
  return [{ kind, id, version, base, baseVersion, earlier: [...earlier], record } as UnsentEntry];
}

function isTooLarge(record: AnyRecord): boolean {
  return JSON.stringify(record).length > MAX_UNSENT_TEXT;
}

function portions(entries: readonly UnsentEntry[]): UnsentEntry[][] {
  const all: UnsentEntry[][] = [];
  let text = 0;
  for (const entry of entries) {
    const length = JSON.stringify(entry).length;
    const last = all.at(-1);
    if (last === undefined || last.length >= MAX_UNSENT || text + length > PORTION_TEXT) {
      all.push([entry]);
      text = length;
    } else {
      last.push(entry);
      text += length;
    }
  }
  return all;
}
