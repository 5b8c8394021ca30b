import type { AnyRecord } from '#shared/domain/record.ts';
import type { Pending, ReplicaState } from '#shared/ports/replica-store.ts';
import { NEW_REPLICA } from '#shared/ports/replica-store.ts';
import type { ExchangeResponse } from '#shared/protocol/exchange.ts';
import { versionOf } from '#shared/schema/version.ts';

/** The entry of an activity that waits on top of `base`; `fields` replace its own. */
export function pendingOf(record: AnyRecord, base: AnyRecord | null = null, fields: Partial<Pending> = {}): Pending {
  return {
    kind: 'activities',
    id: record.id,
    version: versionOf(record),
    base,
    baseVersion: base === null ? null : versionOf(base),
    earlier: [],
    refusal: null,
    left: false,
    order: 1,
    undo: null,
    ...fields,
  };
}

export function versioned(record: AnyRecord): { readonly record: AnyRecord; readonly version: string } {
  return { record, version: versionOf(record) };
}

/** A replica's state with some members set. */
export function stateOf(fields: Partial<ReplicaState> = {}): ReplicaState {
  return { ...NEW_REPLICA, ...fields };
}

/** A center's answer to a pull that brought nothing. */
export function answerOf(fields: Partial<ExchangeResponse> = {}): ExchangeResponse {
  return { protocol: 2, results: [], pull: { changes: [], through: {}, more: false }, serverTime: 0, epoch: 'one', scope: '211122101001', ...fields };
}
