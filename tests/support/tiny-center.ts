import type { AnyRecord } from '#shared/domain/record.ts';
import type { Change, ExchangeRequest, ExchangeResponse, WriteResult } from '#shared/protocol/exchange.ts';
import type { DigestResponse } from '#shared/protocol/digest.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import type { ReconcileRequest, ReconcileResponse } from '#shared/protocol/reconcile.ts';
import { versionOf } from '#shared/schema/version.ts';
import { digestOfKinds, digestRecords } from './digest-records.ts';
import { reconcileRecords } from './reconcile-records.ts';

const COUNTY = '211122';

/** A county's log in memory, for tests of the replica's side alone. The real center has its own contract suite. */
export class TinyCenter {
  readonly #records = new Map<string, { readonly kind: string; readonly record: AnyRecord; readonly position: number }>();
  /** What left the scope (rule L3), by key. */
  readonly #left = new Map<string, { readonly kind: string; readonly id: string; readonly position: number }>();
  readonly #versions = new Set<string>();
  #head = 0;
  /** The life of the log; another one is as after a restore from a backup. */
  epoch = 'epoch-1';
  /** The device's scope, which a move of its village changes. */
  scope = '211122101001';
  /** Version of the protocol that is answered in; in the first there is no epoch, no scope and no digest. */
  protocol: number = PROTOCOL;
  /** Ids that are refused, with the field at fault. */
  readonly refuse = new Map<string, string>();
  /** Requests that arrived. */
  readonly requests: ExchangeRequest[] = [];
  /** Changes in one answer at most, however many are asked for. */
  pageSize = Infinity;

  get(kind: string, id: string): AnyRecord | null {
    return this.#records.get(`${kind}:${id}`)?.record ?? null;
  }

  get head(): number {
    return this.#head;
  }

  /** Another device's write. */
  put(kind: string, record: AnyRecord): void {
    this.#records.set(`${kind}:${record.id}`, { kind, record, position: ++this.#head });
    this.#versions.add(`${kind}:${record.id}:${versionOf(record)}`);
    this.#left.delete(`${kind}:${record.id}`);
  }

  /** The record leaves the scope (rule L3). */
  leave(kind: string, id: string): void {
    this.#records.delete(`${kind}:${id}`);
    this.#left.set(`${kind}:${id}`, { kind, id, position: ++this.#head });
  }

  /** As after a restore from a backup made before the record came. */
  forget(kind: string, id: string): void {
    this.#records.delete(`${kind}:${id}`);
  }

  answer(request: ExchangeRequest): ExchangeResponse {
    this.requests.push(request);
    const results = request.push.map((write) => this.#write(write.kind, write.base, write.record as AnyRecord));
    const pull = request.pull === null ? null : this.#pull(request.pull);
    if (this.protocol < 2) return { protocol: this.protocol, results, pull, serverTime: 0 };
    const compared = request.digest === true && pull?.more === false ? Object.keys(request.pull?.from ?? {}) : null;
    const digest = compared === null ? {} : { digest: digestOfKinds(this.digest(), compared) };
    return { protocol: this.protocol, results, pull, serverTime: 0, epoch: this.epoch, scope: this.scope, ...digest };
  }

  digest(): DigestResponse {
    return digestRecords([...this.#records.values()].map(({ kind, record }) => ({ kind, id: record.id, version: versionOf(record) })));
  }

  /** Rule C2. */
  reconcile(request: ReconcileRequest): ReconcileResponse {
    const { kind } = request;
    return reconcileRecords(request, {
      within: [...this.#records.values()].flatMap((row) => (row.kind === kind ? [row.record] : [])),
      isElsewhere: (id) => this.#left.has(`${kind}:${id}`),
      hadVersion: (id, version) => this.#versions.has(`${kind}:${id}:${version}`),
    });
  }

  #write(kind: string, base: string | null, record: AnyRecord): WriteResult {
    const { id } = record;
    const field = this.refuse.get(id);
    if (field !== undefined) return { status: 'refused', kind, id, reason: { code: 'invalid', field, detail: '' } };
    const known = this.#records.get(`${kind}:${id}`);
    const version = versionOf(record);
    if (known !== undefined && versionOf(known.record) === version) {
      return { status: 'accepted', receipt: { kind, id, version, county: COUNTY, position: known.position } };
    }
    if ((known === undefined ? null : versionOf(known.record)) !== base) return { status: 'conflict', kind, id, current: known?.record ?? null };
    this.put(kind, record);
    return { status: 'accepted', receipt: { kind, id, version, county: COUNTY, position: this.#head } };
  }

  #pull({ from, limit }: NonNullable<ExchangeRequest['pull']>): NonNullable<ExchangeResponse['pull']> {
    const after = (kind: string): number => from[kind]?.[COUNTY] ?? 0;
    const moved: Change[] = [
      ...[...this.#records.values()].map(({ kind, position, record }): Change => ({ kind, county: COUNTY, position, record })),
      ...[...this.#left.values()].filter(({ kind }) => after(kind) > 0).map(({ kind, position, id }): Change => ({ kind, county: COUNTY, position, left: id })),
    ];
    const due = moved.filter((change) => change.kind in from && change.position > after(change.kind)).toSorted((a, b) => a.position - b.position);
    const page = due.slice(0, Math.min(limit, this.pageSize));
    const more = page.length < due.length;
    return { changes: page, through: { [COUNTY]: more ? (page.at(-1)?.position ?? 0) : this.#head }, more };
  }
}
