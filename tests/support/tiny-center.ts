import type { AnyRecord } from '#shared/domain/record.ts';
import type { Change, ExchangeRequest, ExchangeResponse, WriteResult } from '#shared/protocol/exchange.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { versionOf } from '#shared/schema/version.ts';

const COUNTY = '211122';

/** A county's log in memory, for tests of the replica's side alone. The real center has its own contract suite. */
export class TinyCenter {
  readonly #records = new Map<string, { readonly kind: string; readonly record: AnyRecord; readonly position: number }>();
  #head = 0;
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
  }

  /** As after a restore from a backup made before the record came. */
  forget(kind: string, id: string): void {
    this.#records.delete(`${kind}:${id}`);
  }

  answer(request: ExchangeRequest): ExchangeResponse {
    this.requests.push(request);
    const results = request.push.map((write) => this.#write(write.kind, write.base, write.record as AnyRecord));
    return { protocol: PROTOCOL, results, pull: request.pull === null ? null : this.#pull(request.pull), serverTime: 0 };
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
    const moved = [...this.#records.values()].filter((row) => row.kind in from && row.position > after(row.kind)).toSorted((a, b) => a.position - b.position);
    const page = moved.slice(0, Math.min(limit, this.pageSize));
    const more = page.length < moved.length;
    const through = more ? (page.at(-1)?.position ?? 0) : this.#head;
    return { changes: page.map((row): Change => ({ kind: row.kind, county: COUNTY, position: row.position, record: row.record })), through: { [COUNTY]: through }, more };
  }
}
