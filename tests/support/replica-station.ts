import type { AnyRecord } from '#shared/domain/record.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { emptyReplica, MemoryReplicaStore, type StoredReplica } from '#shared/ports/memory-replica-store.ts';
import { failed, ok, type LinkError } from '#shared/protocol/errors.ts';
import type { ExchangeRequest } from '#shared/protocol/exchange.ts';
import { ReplicaEngine } from '#shared/sync/replica-engine.ts';
import { SyncLoop } from '#shared/sync/sync-loop.ts';
import { MemoryCenter } from './memory-center.ts';

const STATION = '211122101001';

/** A replica's engine and loop on a center in memory, with a line that a test can cut and a disk that it can fill. */
export class ReplicaStation {
  readonly center: MemoryCenter;
  readonly clock = new FakeClock();
  readonly requests: ExchangeRequest[] = [];
  readonly troubles: LinkError[] = [];
  readonly faults: unknown[] = [];
  /** Errors that the next exchanges come to. */
  readonly cuts: LinkError[] = [];
  /** The next answers are lost on their way back. */
  lostAnswers = 0;
  /** The center cannot read a request that carries this record. */
  unreadable = '';
  /** Called before each write of the store; may throw. */
  beforeWrite: (step: string) => void = () => undefined;
  readonly stored: StoredReplica;
  readonly engine: ReplicaEngine;
  readonly loop: SyncLoop;

  constructor(center = new MemoryCenter({ now: () => 0 }), stored = emptyReplica(), scope = STATION) {
    this.center = center;
    this.stored = stored;
    this.engine = new ReplicaEngine({ store: new MemoryReplicaStore(stored, (step) => this.beforeWrite(step)), kinds: ['activities', 'sites'], clock: this.clock });
    this.loop = new SyncLoop({
      engine: this.engine,
      link: {
        exchange: async (request) => {
          this.requests.push(request);
          const cut = this.cuts.shift();
          if (cut !== undefined) return failed(cut);
          if (request.push.some(({ record }) => (record as AnyRecord).id === this.unreadable)) return failed<LinkError>({ kind: 'refused', code: 'badRequest', detail: 'unreadable' });
          const answer = this.center.exchange(request, scope);
          if (this.lostAnswers === 0) return ok(answer);
          this.lostAnswers -= 1;
          return failed<LinkError>({ kind: 'offline', detail: 'the answer was lost' });
        },
        digest: async () => ok(this.center.digest(scope)),
        reconcile: async (request) => ok(this.center.reconcile(request, scope)),
      },
      gather: async () => undefined,
      retry: async () => undefined,
      breathe: async () => undefined,
      allowed: () => true,
      onTrouble: (error) => this.troubles.push(error),
      onFault: (error) => this.faults.push(error),
    });
  }

  async save(record: AnyRecord): Promise<void> {
    await this.engine.save('activities', [record.id], () => record);
  }

  /** Lets the loop run to its rest. */
  async sync(): Promise<void> {
    this.loop.wake();
    await this.loop.idle();
  }

  record(id: string): AnyRecord | undefined {
    return this.stored.records.get('activities')?.get(id);
  }
}
