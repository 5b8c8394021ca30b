import type { AnyRecord } from '#shared/domain/record.ts';
import { countyOf, isWithin } from '#shared/domain/site-code.ts';
import { DEFAULT_STANDARD, completion, type ItemPhoto } from '#shared/domain/seven-haves.ts';
import { totalMinutes, type ServiceRecord } from '#shared/domain/service-hours.ts';
import type { DigestResponse } from '#shared/protocol/digest.ts';
import type { Change, Checkpoint, ExchangeRequest, ExchangeResponse, Receipt, Refusal, Write, WriteResult } from '#shared/protocol/exchange.ts';
import type { HeldOutcome, HeldPush } from '#shared/protocol/held.ts';
import type { News } from '#shared/protocol/news.ts';
import type { Overview, SiteOverview } from '#shared/protocol/overview.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import type { ReconcileRequest, ReconcileResponse } from '#shared/protocol/reconcile.ts';
import { validate } from '#shared/schema/validate.ts';
import { versionOf } from '#shared/schema/version.ts';
import { digestOfKinds, digestRecords } from './digest-records.ts';
import { HeldWrites } from './held-writes.ts';
import { reconcileRecords } from './reconcile-records.ts';

/** A division of the county, as in the divisions file. */
export interface Division {
  readonly code: string;
  readonly level: 'city' | 'county' | 'town' | 'village';
  readonly name: string;
  readonly parent: string;
}

interface Held {
  readonly kind: string;
  readonly record: AnyRecord;
  readonly version: string;
  readonly county: string;
  readonly position: number;
}

/** A record that went from one site to another: the scopes that it was in are told (rule L3). */
interface Gone {
  readonly kind: string;
  readonly id: string;
  readonly site: string;
  readonly county: string;
  readonly position: number;
}

export interface MemoryCenterOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly divisions?: readonly Division[];
}

/**
 * A county center in memory, good enough for the screens: the county log (L1, L2), what left (L3), versions and receipts
 * (P1), refusals one by one (P2), digests and reconcile (C2), held removals (D1), and photos by hash.
 */
export class MemoryCenter {
  /** Photos that are here, by hash. */
  readonly blobs = new Map<string, Uint8Array>();
  /** Refuses a write where it answers a reason; settable, so that a test can make trouble. */
  refuse: (write: Write) => Refusal | null = () => null;
  /** The life of the log; another one is as after a restore from a backup. */
  epoch = 'epoch-1';
  /** The removals that wait for a person; `heldWrites.above` says from how many on. */
  readonly heldWrites = new HeldWrites({
    get: (kind, id) => this.get(kind, id),
    put: (kind, record) => this.put(kind, record),
    version: (kind, id) => this.#held.get(`${kind}:${id}`)?.version ?? null,
  });
  readonly #held = new Map<string, Held>();
  readonly #versions = new Set<string>();
  readonly #gone: Gone[] = [];
  readonly #heads = new Map<string, number>();
  readonly #listeners = new Set<(news: News) => void>();
  readonly #contacts = new Map<string, number>();
  readonly #options: MemoryCenterOptions;

  constructor(options: MemoryCenterOptions) {
    this.#options = options;
  }

  onNews(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stores a record as somebody else's write, whatever was there. */
  put(kind: string, record: AnyRecord): Receipt {
    const { id } = record;
    const key = `${kind}:${id}`;
    const before = this.#held.get(key);
    const county = logOf(record.site);
    const position = this.#step(county);
    const version = versionOf(record);
    this.#held.set(key, { kind, record, version, county, position });
    this.#versions.add(`${key}:${version}`);
    if (before !== undefined && before.record.site !== record.site) {
      const from = { site: before.record.site, county: before.county };
      this.#gone.push({ kind, id, ...from, position: from.county === county ? position : this.#step(from.county) });
    }
    return { kind, id, version, county, position };
  }

  get(kind: string, id: string): AnyRecord | null {
    return this.#held.get(`${kind}:${id}`)?.record ?? null;
  }

  /** As after a restore from a backup made before the record came. */
  forget(kind: string, id: string): void {
    this.#held.delete(`${kind}:${id}`);
  }

  /** A device of the site was in contact. */
  contact(site: string, at: number): void {
    this.#contacts.set(site, at);
  }

  exchange(request: ExchangeRequest, scope: string): ExchangeResponse {
    this.contact(scope, this.#options.now());
    const held = this.heldWrites.hold(request.push, scope, this.#options.now());
    if (held.size > 0) this.#tell({ type: 'held', site: scope });
    const results = request.push.map((write) => (held.has(write) ? heldResult(write) : this.#write(write, scope)));
    const pull = request.pull === null ? null : this.#read(request.pull, scope);
    const compared = request.digest === true && pull?.more === false ? Object.keys(request.pull?.from ?? {}) : null;
    const digest = compared === null ? {} : { digest: digestOfKinds(this.digest(scope), compared) };
    return { protocol: PROTOCOL, results, pull, serverTime: this.#options.now(), epoch: this.epoch, scope, ...digest };
  }

  /** Rule C2. */
  reconcile(request: ReconcileRequest, scope: string): ReconcileResponse {
    const { kind } = request;
    return reconcileRecords(request, {
      within: this.#within(scope).flatMap((held) => (held.kind === kind ? [held.record] : [])),
      isElsewhere: (id) => this.#held.has(`${kind}:${id}`),
      hadVersion: (id, version) => this.#versions.has(`${kind}:${id}:${version}`),
    });
  }

  /** A person's decision on a held push; null where there is no such push. */
  decideHeld(id: string, decision: 'confirm' | 'reject', by?: HeldOutcome['by']): { readonly written: number; readonly outdated: number } | null {
    const site = this.heldWrites.list().find((push) => push.id === id)?.site;
    const came = this.heldWrites.decide(id, decision, by, this.#options.now());
    if (site !== undefined) this.#tell({ type: 'held', site });
    return came;
  }

  /** Rule D1: the pushes of a scope that wait for a person. */
  held(scope: string): HeldPush[] {
    return this.heldWrites.list().filter(({ site }) => isWithin(site, scope));
  }

  /** True where a record names these bytes. */
  wants(hash: string): boolean {
    return [...this.#held.values()].some(({ kind, record }) => kind === 'evidence' && (record['hash'] === hash || record['thumbHash'] === hash));
  }

  storeBlob(hash: string, bytes: Uint8Array, site: string): void {
    this.blobs.set(hash, bytes);
    this.#tell({ type: 'blob', hash, site });
  }

  digest(scope: string): DigestResponse {
    return digestRecords(this.#within(scope).map(({ kind, record, version }) => ({ kind, id: record.id, version })));
  }

  overview(scope: string): Overview {
    const divisions = (this.#options.divisions ?? []).filter(({ code }) => isWithin(code, scope));
    const bySite = new Map<string, Held[]>();
    for (const held of this.#within(scope)) {
      const village = held.record.site.slice(0, 12);
      bySite.set(village, [...(bySite.get(village) ?? []), held]);
    }
    const own = divisions.map((division) => this.#siteOverview(division, bySite.get(division.code) ?? []));
    return { sites: own.map((site) => withBelow(site, own)), serverTime: this.#options.now() };
  }

  #siteOverview({ code, level, name, parent }: Division, held: readonly Held[]): SiteOverview {
    const records: Record<string, number> = {};
    for (const { kind } of held) records[kind] = (records[kind] ?? 0) + 1;
    const evidence = held.filter(({ kind }) => kind === 'evidence').map(({ record }) => record);
    const received = evidence.filter((record) => this.blobs.has(String(record['hash']))).length;
    const today = new Date(this.#options.now()).toISOString().slice(0, 10);
    const { done, total } = completion(DEFAULT_STANDARD.items, evidence as unknown as ItemPhoto[], today);
    const hours = held.filter(({ kind }) => kind === 'serviceRecords').map(({ record }) => record as unknown as ServiceRecord);
    const lastContact = this.#contacts.get(code) ?? null;
    const photos = { photosReceived: received, photosAwaited: evidence.length - received };
    return { code, name, tier: level, parent, lastContact, devices: lastContact === null ? 0 : 1, records, ...photos, havesDone: done, havesTotal: total, minutes: totalMinutes(hours) };
  }

  #within(scope: string): Held[] {
    return [...this.#held.values()].filter(({ record }) => isWithin(record.site, scope) || isAddressed(record, scope));
  }

  #write(write: Write, scope: string): WriteResult {
    const record = write.record as AnyRecord;
    const refused = this.#refusal(write, scope);
    if (refused !== null) return { status: 'refused', kind: write.kind, id: record.id, reason: refused };
    const held = this.#held.get(`${write.kind}:${record.id}`);
    const version = versionOf(record);
    if (held?.version === version) return { status: 'accepted', receipt: { kind: write.kind, id: record.id, version, county: held.county, position: held.position } };
    if ((held?.version ?? null) !== write.base) return { status: 'conflict', kind: write.kind, id: record.id, current: held?.record ?? null };
    return { status: 'accepted', receipt: this.put(write.kind, record) };
  }

  #refusal(write: Write, scope: string): Refusal | null {
    const checked = validate(write.kind, write.record);
    if (!checked.ok) return { code: 'invalid', field: checked.problems[0]?.path ?? '', detail: checked.problems.map(({ path, code }) => `${path}: ${code}`).join('; ') };
    if (!isWithin(checked.record.site, scope)) return { code: 'outOfScope', field: 'site', detail: `${checked.record.site} is outside of ${scope}` };
    return this.refuse(write);
  }

  #read({ from, limit }: NonNullable<ExchangeRequest['pull']>, scope: string): NonNullable<ExchangeResponse['pull']> {
    const here = this.#within(scope);
    const present = new Set(here.map(({ kind, record }) => `${kind}:${record.id}`));
    const left = this.#gone.filter(({ kind, id, site, county }) => isWithin(site, scope) && !present.has(`${kind}:${id}`) && (from[kind]?.[county] ?? 0) > 0);
    const changes: Change[] = [
      ...here.map(({ kind, county, position, record }): Change => ({ kind, county, position, record })),
      ...left.map(({ kind, county, position, id }): Change => ({ kind, county, position, left: id })),
    ];
    const due = changes.filter(({ kind, county, position }) => from[kind] !== undefined && position > (from[kind]?.[county] ?? 0)).toSorted((a, b) => a.position - b.position);
    const page = due.slice(0, limit);
    const more = due.length > limit;
    const through: Checkpoint = {};
    for (const [county, head] of this.#heads) through[county] = more ? (page.at(-1)?.position ?? 0) : head;
    return { changes: page, through, more };
  }

  #step(county: string): number {
    const position = (this.#heads.get(county) ?? 0) + 1;
    this.#heads.set(county, position);
    this.#tell({ type: 'moved', county, position });
    return position;
  }

  #tell(news: News): void {
    for (const listener of this.#listeners) listener(news);
  }
}

/** The log that a site's records go into; a city has its own. */
function logOf(site: string): string {
  return countyOf(site) ?? site.padEnd(6, '0');
}

function heldResult({ kind, record }: Write): WriteResult {
  return { status: 'refused', kind, id: (record as AnyRecord).id, reason: { code: 'held', field: '', detail: 'waits for a person' } };
}

/** As at the real center: what a division holds contains what lies below it; contacts and devices are its own. */
function withBelow(site: SiteOverview, all: readonly SiteOverview[]): SiteOverview {
  if (site.tier === 'village') return site;
  const below = all.filter(({ code, tier }) => tier === 'village' && isWithin(code, site.code));
  const sum = (pick: (one: SiteOverview) => number): number => below.reduce((total, one) => total + pick(one), 0);
  const records: Record<string, number> = { ...site.records };
  for (const one of below) for (const [kind, count] of Object.entries(one.records)) records[kind] = (records[kind] ?? 0) + count;
  return {
    ...site,
    records,
    photosReceived: sum((one) => one.photosReceived),
    photosAwaited: sum((one) => one.photosAwaited),
    havesDone: sum((one) => one.havesDone),
    havesTotal: sum((one) => one.havesTotal),
    minutes: sum((one) => one.minutes),
  };
}

function isAddressed(record: AnyRecord, scope: string): boolean {
  const to = record['to'];
  return typeof to === 'string' && to !== '' && isWithin(scope, to);
}
