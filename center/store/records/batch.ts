import { canonical } from '#shared/domain/canonical.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { AcceptedWrite, StoreResult, Writer } from '#shared/ports/record-store.ts';
import { versionOf } from '#shared/schema/version.ts';
import { logOf } from '../scope.ts';
import { DigestDeltas } from './digest-deltas.ts';
import type { Loaded } from './loaded.ts';
import { addresseeOf, keyOf, recordOf, type Accepted, type Departure, type HeldWrite, type Loss, type NewVersion, type Place, type Standing } from './rows.ts';
import { refiled } from './successors.ts';

/** All that a batch changes, for the store to write down. */
export interface Changes {
  /** Rows of records that had none before in their county. */
  readonly created: readonly Standing[];
  readonly updated: readonly Standing[];
  /** Rows that a record leaves behind in the county that it left. */
  readonly gone: readonly Pick<Standing, 'kind' | 'id' | 'county'>[];
  readonly versions: readonly NewVersion[];
  readonly departures: readonly Departure[];
  /** Records whose place changed, with the new one: earlier departures point to it. */
  readonly moved: readonly (Place & { readonly kind: string; readonly id: string })[];
  readonly digests: DigestDeltas;
  /** New last positions of the logs that moved. */
  readonly heads: ReadonlyMap<string, number>;
  readonly held: readonly HeldWrite[];
  /** Records that arrived under a retired code, by that code. */
  readonly late: ReadonlyMap<string, number>;
  /** Writes that remove or empty (rule D1), held ones too. */
  readonly losses: readonly string[];
  /** Logs that the batch moves and nobody has locked: then it is to be planned again with these locked too. */
  readonly unlocked: ReadonlySet<string>;
}

/** The author of what the center itself writes. */
export const CENTER = 'center';

/** A batch while it is planned: what was loaded, and over it what the writes so far have changed. Nothing outside is touched. */
export class Batch {
  readonly #loaded: Loaded;
  readonly #writer: Writer;
  readonly #standing = new Map<string, Standing>();
  readonly #versions: NewVersion[] = [];
  readonly #accepted = new Map<string, NewVersion[]>();
  readonly #departures = new Map<string, Departure>();
  readonly #digests = new DigestDeltas();
  readonly #heads = new Map<string, number>();
  readonly #held: HeldWrite[] = [];
  readonly #late = new Map<string, number>();
  readonly #losses: string[] = [];
  readonly #unlocked = new Set<string>();

  constructor(loaded: Loaded, writer: Writer) {
    this.#loaded = loaded;
    this.#writer = writer;
  }

  get successors(): Loaded['successors'] {
    return this.#loaded.successors;
  }

  /** The record's current state, as the writes so far have left it. */
  standing(kind: string, id: string): Standing | null {
    const key = keyOf(kind, id);
    return this.#standing.get(key) ?? this.#loaded.standing.get(key) ?? null;
  }

  /**
   * The receipt that a version on this base had; of several, the last. A station of the first release asks for one that it
   * missed by naming the version itself as base.
   */
  accepted(kind: string, id: string, version: string, base: string | null): Accepted | null {
    const key = keyOf(kind, id);
    const all = [...(this.#loaded.accepted.get(key) ?? []), ...(this.#accepted.get(key) ?? [])];
    return all.findLast((entry) => entry.version === version && (entry.base === base || base === version)) ?? null;
  }

  /** The content of an accepted version, where it was loaded or came in this batch. */
  body(kind: string, id: string, version: string): AnyRecord | null {
    const key = keyOf(kind, id);
    const own = this.#accepted.get(key)?.find((entry) => entry.version === version)?.body;
    const body = own ?? this.#loaded.bases.get(keyOf(key, version)) ?? (this.standing(kind, id)?.version === version ? this.standing(kind, id)?.body : undefined);
    return body === undefined ? null : recordOf({ body });
  }

  departures(kind: string, id: string): readonly Departure[] {
    const own = [...this.#departures.values()].filter((departure) => departure.kind === kind && departure.id === id);
    return [...(this.#loaded.departures.get(keyOf(kind, id)) ?? []), ...own];
  }

  lose(kind: string, id: string): void {
    this.#losses.push(keyOf(kind, id));
  }

  hold({ kind, record, county, version, base, text }: AcceptedWrite): void {
    this.#held.push({ kind, id: record.id, site: record.site, county, version, base, body: text ?? canonical(record) });
  }

  /** Notes that a record arrived under a retired code. */
  arriveLate(site: string): void {
    const code = [site, site.slice(0, 12)].find((candidate) => this.successors.has(candidate));
    if (code !== undefined) this.#late.set(code.slice(0, 12), (this.#late.get(code.slice(0, 12)) ?? 0) + 1);
  }

  /** Makes a version the current state, at the next position of its county's log (rule L1). */
  append(write: Omit<AcceptedWrite, 'county'>, device: string, loss: Loss = 0): Accepted {
    const { kind, record } = write;
    const now = this.standing(kind, record.id);
    const version = this.keep(write, device, loss);
    const next: Standing = {
      kind, id: record.id, site: record.site, to: addresseeOf(record), county: version.county, position: version.position,
      version: version.version, revision: version.revision, removed: record.removed, body: version.body,
    };
    this.#standing.set(keyOf(kind, record.id), next);
    if (now !== null) this.#digests.add(now, -1);
    this.#digests.add(next, 1);
    if (now !== null && (now.site !== next.site || now.to !== next.to)) this.#depart(now, next);
    return version;
  }

  /** Keeps a version in the history alone, at the next position of its county's log. */
  keep({ kind, record, version, base, text }: Omit<AcceptedWrite, 'county'>, device: string, loss: Loss = 0): NewVersion {
    const key = keyOf(kind, record.id);
    const county = logOf(record.site);
    const before = this.#accepted.get(key) ?? [];
    const revision = Math.max(this.standing(kind, record.id)?.revision ?? 0, before.at(-1)?.revision ?? 0) + 1;
    const made: NewVersion = { kind, id: record.id, county, position: this.#next(county), version, base, revision, device, at: this.#writer.at, loss, body: text ?? canonical(record) };
    this.#versions.push(made);
    this.#accepted.set(key, [...before, made]);
    return made;
  }

  /** Rule L3: a record under a retired code is filed under the new one, as a further version by the center. */
  refile(kind: string, id: string): boolean {
    if (this.successors.size === 0) return false;
    const now = this.standing(kind, id);
    const record = now === null ? null : refiled(kind, recordOf(now), this.successors);
    if (now === null || record === null) return false;
    this.append({ kind, record, version: versionOf(record), base: now.version }, CENTER);
    return true;
  }

  /** The departure from a place is told again, at a later position of the same log: its holder has the record once more. */
  departAgain(from: Place & { readonly kind: string; readonly id: string }, position: number): void {
    const now = this.standing(from.kind, from.id);
    if (now !== null) this.#setDeparture({ kind: from.kind, id: from.id, site: from.site, to: from.to, county: logOf(from.site), position, now });
  }

  changes(): Changes {
    const rows = [...this.#standing.values()];
    const before = (row: Standing): Standing | undefined => this.#loaded.standing.get(keyOf(row.kind, row.id));
    return {
      created: rows.filter((row) => before(row)?.county !== row.county),
      updated: rows.filter((row) => before(row)?.county === row.county),
      gone: rows.flatMap((row) => {
        const old = before(row);
        return old === undefined || old.county === row.county ? [] : [old];
      }),
      versions: this.#versions,
      departures: [...this.#departures.values()].map((departure) => ({ ...departure, now: this.standing(departure.kind, departure.id) ?? departure.now })),
      moved: rows.filter((row) => isMoved(before(row), row)),
      digests: this.#digests,
      heads: this.#heads,
      held: this.#held,
      late: this.#late,
      losses: this.#losses,
      unlocked: this.#unlocked,
    };
  }

  #depart(from: Standing, next: Standing): void {
    const position = from.county === next.county ? next.position : this.#next(from.county);
    this.#setDeparture({ kind: from.kind, id: from.id, site: from.site, to: from.to, county: from.county, position, now: next });
  }

  #setDeparture(departure: Departure): void {
    this.#departures.set(keyOf(departure.kind, departure.id, departure.site, departure.to), departure);
  }

  #next(county: string): number {
    const head = this.#heads.get(county) ?? this.#loaded.heads.get(county);
    if (head === undefined) this.#unlocked.add(county);
    this.#heads.set(county, (head ?? 0) + 1);
    return (head ?? 0) + 1;
  }
}

function isMoved(before: Standing | undefined, row: Standing): boolean {
  return before !== undefined && (before.site !== row.site || before.to !== row.to);
}

/** An accepted write's answer. */
export function receiptFor(kind: string, id: string, { version, county, position }: Omit<Accepted, 'base'>): StoreResult {
  return { status: 'accepted', receipt: { kind, id, version, county, position } };
}
