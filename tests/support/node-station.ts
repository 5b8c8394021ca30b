import { onTestFinished } from 'vitest';
import type { Channel, Input, Output } from '#shared/bridge/contract.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { MemoryReplicaStore } from '#shared/ports/memory-replica-store.ts';
import type { Random } from '#shared/ports/random.ts';
import { seededRandom } from '#shared/ports/random.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { ReplicaEngine } from '#shared/sync/replica-engine.ts';
import { SyncLoop } from '#shared/sync/sync-loop.ts';
import { systemClock, systemTimers } from '../../main/app/system.ts';
import { openHost, type Host } from '../../main/services/host.ts';
import { plainKeeper } from '../../main/services/credentials/key-keeper.ts';
import { evidence } from './center-records.ts';
import { hashOfBytes } from './center.ts';
import { MemoryLog } from './host.ts';

const KINDS = ['sites', 'activities', 'evidence', 'serviceRecords'] as const;

/** How long a station of a test waits before it tries again, milliseconds: short, because the line is what is tested. */
const TRY_AGAIN = 300;

export interface StationOptions {
  readonly data: string;
  /** Where the host reaches its center. */
  readonly center: string;
  readonly code: string;
}

/** A station without a window: the real host over the real network, and the real engine over records in memory. */
export class NodeStation {
  readonly host: Host;
  readonly log: MemoryLog;
  readonly engine: ReplicaEngine;
  readonly site: string;
  /** Photos whose receipt is still awaited. */
  readonly photos = new Set<string>();
  /** What went wrong on the way, in order. */
  readonly troubles: LinkError[] = [];
  readonly #loop: SyncLoop;
  readonly #random: Random = seededRandom(11);
  #closed = false;

  private constructor(host: Host, log: MemoryLog, site: string) {
    this.host = host;
    this.log = log;
    this.site = site;
    this.engine = new ReplicaEngine({ store: new MemoryReplicaStore(), kinds: KINDS, clock: systemClock });
    this.#loop = new SyncLoop({
      engine: this.engine,
      link: {
        exchange: (request) => this.call('link.exchange', request as Input<'link.exchange'>),
        digest: () => this.call('link.digest', null),
        reconcile: (request) => this.call('link.reconcile', request),
      },
      gather: () => Promise.resolve(),
      retry: () => this.#pause(),
      breathe: () => Promise.resolve(),
      allowed: () => !this.#closed,
      onTrouble: (error) => void this.troubles.push(error),
      onFault: (error) => {
        throw error;
      },
    });
  }

  /** Opens the host and hands the code in, as often as it takes on a bad line. */
  static async enrol({ data, center, code }: StationOptions): Promise<NodeStation> {
    const log = new MemoryLog();
    const random = seededRandom(5);
    const host = await openHost({ data, shell: 'browser', version: '0.0.0', developer: false, keeper: plainKeeper, clock: systemClock, random, timers: systemTimers, log });
    onTestFinished(() => host.close());
    for (let tries = 0; tries < 20; tries += 1) {
      const answer = (await host.dispatch('link.enrol', { center, code, deviceName: '村里的电脑' })) as Output<'link.enrol'>;
      if (!answer.ok) continue;
      const station = new NodeStation(host, log, answer.value.site);
      await station.engine.open();
      onTestFinished(() => station.close());
      return station;
    }
    throw new Error(`not enrolled: ${log.lines.join('\n')}`);
  }

  async call<C extends Channel>(channel: C, input: Input<C>): Promise<Output<C>> {
    return (await this.host.dispatch(channel, input)) as Output<C>;
  }

  async save(kind: string, records: readonly AnyRecord[]): Promise<void> {
    await this.engine.save(kind, records.map(({ id }) => id), (_before, index) => records[index] ?? null);
  }

  /** Puts a photo into the vault and saves the record that names it. */
  async addPhoto(bytes: Uint8Array): Promise<string> {
    const hash = hashOfBytes(bytes);
    const kept = await this.call('photo.put', { hash, bytes });
    if (!kept.ok) throw new Error(kept.error.kind);
    await this.save('evidence', [evidence(this.site, hash, { size: bytes.length })]);
    this.photos.add(hash);
    return hash;
  }

  /** Sends what waits, records first, until the center has given a receipt for all of it. */
  async sendAll(): Promise<void> {
    while (!this.#closed && (await this.waiting()) > 0) {
      this.#loop.wake();
      await this.#loop.idle();
    }
    while (!this.#closed && this.photos.size > 0) {
      for (const hash of this.photos) {
        const answer = await this.call('photo.upload', { hash, type: 'image/jpeg' });
        if (answer.ok) this.photos.delete(hash);
        else this.troubles.push(answer.error);
      }
    }
  }

  /** Exchanges and compares digests once more; true where the center holds just what is here. */
  async agrees(): Promise<boolean> {
    this.#loop.check();
    await this.#loop.idle();
    return (await this.engine.store.state()).agreement?.equal === true;
  }

  /** Records that the center has given no receipt for. */
  async waiting(): Promise<number> {
    return (await this.engine.store.queue(10_000, 0)).length;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#loop.close();
  }

  #pause(): Promise<void> {
    return new Promise((done) => systemTimersKeep(TRY_AGAIN + (this.#random.bytes(1)[0] ?? 0), done));
  }
}

/** As the system's timer, but the process stays for it. */
function systemTimersKeep(milliseconds: number, act: () => void): void {
  setTimeout(act, milliseconds);
}
