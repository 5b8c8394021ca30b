import { failed, type LinkError } from '#shared/protocol/errors.ts';
import type { FakeClock } from '#shared/ports/clock.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { isWithin } from '#shared/domain/site-code.ts';
import type { ExchangeRequest, Receipt, WriteResult } from '#shared/protocol/exchange.ts';
import { versionOf } from '#shared/schema/version.ts';
import { Ledger } from './ledger.ts';
import { devicesOf } from './places.ts';
import type { Seams, SimLink } from './seams.ts';
import type { HeldAtCenter, SimCenter } from './sim-center.ts';
import { SimDevice } from './sim-device.ts';

/** A rule that did not hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly check: string;

  constructor(check: string, detail: string) {
    super(`${check}: ${detail}`);
    this.check = check;
  }
}

export interface WorldOptions {
  readonly seed: number;
  readonly center: SimCenter;
  readonly centerClock: FakeClock;
  readonly seams: Seams;
}

/** One center and its devices, moved by steps; and the world's own book of what must hold. */
export class World {
  readonly seed: number;
  readonly center: SimCenter;
  readonly centerClock: FakeClock;
  readonly seams: Seams;
  readonly devices: readonly SimDevice[];
  readonly ledger = new Ledger();
  /** Receipts that devices were given in the center's present life. */
  readonly receipts: Receipt[] = [];
  /** `kind:id:version` of all that the center ever acknowledged or had, in any life. */
  readonly everHeld = new Set<string>();
  /** Ids of records that are meant to be refused as invalid. */
  readonly bad = new Set<string>();
  /** `device:kind:id` of rows that were damaged. */
  readonly damaged = new Set<string>();
  /** Times that the center was restored. */
  restores = 0;
  /** Restores of devices, and damage. */
  shocks = 0;
  /** `kind:id` of what a person at the center let be removed. */
  readonly confirmed = new Set<string>();
  centerBackup: unknown = null;
  /** Number of the step that runs. */
  at = 0;
  readonly trace: string[] = [];
  /** The scopes that each device has had. */
  readonly #scopes = new Map<string, Set<string>>();
  #violation: Violation | null = null;

  constructor({ seed, center, centerClock, seams }: WorldOptions) {
    this.seed = seed;
    this.center = seams.center(center);
    this.centerClock = centerClock;
    this.seams = seams;
    this.devices = devicesOf(seed).map((enrolled) => new SimDevice(enrolled, seams, this.#linkOf(enrolled.id)));
  }

  device(index: number): SimDevice {
    return this.devices[index % this.devices.length] as SimDevice;
  }

  tell(line: string): void {
    this.trace.push(`${String(this.at).padStart(3)} ${line}`);
  }

  /** Throws where a program failed, or was answered, in a way that no step asked for. */
  expectNoFaults(): void {
    if (this.#violation !== null) throw this.#violation;
    for (const { id, faults } of this.devices) if (faults.length > 0) throw new Violation('no program fails by itself', `${id}: ${faults.join('\n')}`);
  }

  /** A person at the center decides on a held push (rule D1). */
  async decide({ push, records }: HeldAtCenter, decision: 'confirm' | 'reject'): Promise<void> {
    if (decision === 'confirm') for (const key of records) this.confirmed.add(key);
    await this.center.decide(push, decision);
  }

  /** Scopes that a device was told of. */
  scopesOf(device: SimDevice): ReadonlySet<string> {
    return this.#scopes.get(device.id) ?? new Set();
  }

  /** Rules P1, C1: what the center gave a receipt for is in its history. */
  async expectReceiptsHeld(): Promise<void> {
    const rows = await this.center.log();
    const held = new Set(rows.map(({ kind, record, version }) => `${kind}:${record.id}:${version}`));
    for (const key of held) this.everHeld.add(key);
    for (const { kind, id, version } of this.receipts) {
      if (!held.has(`${kind}:${id}:${version}`)) throw new Violation('C1 no receipt without a stored version', `${kind} ${id} ${version}`);
    }
  }

  /** Rule C1: what looks received on a device, the center has or had. */
  async expectHonest(device: SimDevice): Promise<void> {
    if ((await device.engine()) === null) return;
    for (const { kind, record, version } of await this.center.log()) this.everHeld.add(`${kind}:${record.id}:${version}`);
    for (const [kind, records] of device.disk.records) {
      for (const record of records.values()) {
        const key = `${kind}:${record.id}`;
        if (device.disk.pendings.has(key) || this.damaged.has(`${device.id}:${key}`)) continue;
        if (!this.everHeld.has(`${key}:${versionOf(record)}`)) throw new Violation('C1 what looks received was received', `${device.id} ${key}`);
      }
    }
  }

  #linkOf(device: string): SimLink {
    return {
      exchange: async (request) => {
        const answer = await attempt(() => this.center.exchange(device, wire(request)));
        if (answer.ok) this.#noteResults(device, request, answer.value);
        return answer.ok ? { ok: true, value: wire(answer.value) } : answer;
      },
      digest: async () => attempt(async () => wire(await this.center.digest(device))),
      reconcile: async (request) => attempt(async () => wire(await this.center.reconcile(device, wire(request)))),
    };
  }

  #noteResults(device: string, request: ExchangeRequest, { results, pull, scope }: { readonly results: readonly WriteResult[]; readonly pull: unknown; readonly scope?: string | undefined }): void {
    let accepted = 0;
    const scopes = (this.#scopes.get(device) ?? new Set()).add(scope ?? '');
    this.#scopes.set(device, scopes);
    for (const [index, result] of results.entries()) {
      if (result.status === 'accepted') {
        accepted += 1;
        this.receipts.push(result.receipt);
        this.everHeld.add(`${result.receipt.kind}:${result.receipt.id}:${result.receipt.version}`);
      } else if (result.status === 'refused') this.#expectRefusal(device, result, [...scopes], request.push[index]?.record as AnyRecord);
    }
    this.tell(`  ${device.slice(-2)} exchange: ${accepted}/${results.length} accepted${pull === null ? '' : ', pulled'}`);
  }

  #expectRefusal(device: string, { kind, id, reason }: Extract<WriteResult, { status: 'refused' }>, scopes: readonly string[], record: AnyRecord): void {
    this.tell(`  ${device.slice(-2)} refused ${kind} ${id.slice(-6)} ${reason.code} ${reason.field} ${reason.detail}`);
    if (reason.code === 'held') return;
    // What somebody else wrote into the replica is refused as what it is.
    if (this.damaged.has(`${device}:${kind}:${id}`) && (reason.code === 'appendOnly' || reason.field === '')) return;
    // Somebody else's record, of which this device has a copy to read: given back to a restored center, or answered after a move.
    if (reason.code === 'outOfScope' && !scopes.some((scope) => isWithin(record.site, scope))) return;
    if (reason.code === 'invalid' && this.bad.has(id)) return;
    // An edit of what left the scope by a move, while a restored center has lost that the record ever lay there: whoever moved gave it back at its new place.
    if (reason.code === 'outOfScope' && reason.detail.includes('by the store') && this.restores > 0) return;
    // The program that gets the answer knows nothing of this: thrown once the step is over.
    this.#violation ??= new Violation('nothing is refused that should not be', `${device} ${kind} ${id}: ${reason.code} ${reason.field} ${reason.detail}`);
  }
}

/** What a message is after it went over the wire: a copy, without what JSON does not carry. */
function wire<T>(message: T): T {
  return JSON.parse(JSON.stringify(message)) as T;
}

/** A center that broke down answers nothing; what the rules say is not kept from the world. */
async function attempt<T extends { readonly ok: boolean }>(ask: () => Promise<T>): Promise<T | { readonly ok: false; readonly error: LinkError }> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof CenterBroke) return failed<LinkError>({ kind: 'busy', retryAfterMs: 1_000 });
    throw error;
  }
}

/** The center's database failed in the middle of a request, as a step asked for. */
export class CenterBroke extends Error {
  override readonly name = 'CenterBroke';
}
