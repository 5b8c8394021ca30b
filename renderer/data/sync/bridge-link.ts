import type { Bridge, Input } from '#shared/bridge/contract.ts';
import type { Link } from '#shared/ports/link.ts';
import type { DigestResponse } from '#shared/protocol/digest.ts';
import { failed, type LinkError, type Result } from '#shared/protocol/errors.ts';
import type { ExchangeResponse } from '#shared/protocol/exchange.ts';
import type { ReconcileResponse } from '#shared/protocol/reconcile.ts';
import type { RepairLink } from '#shared/sync/repair.ts';

/** The host's link to the center; once closed, whatever it still waits for reads as offline. */
export interface ClosableLink extends Link, RepairLink {
  close(): void;
}

export function bridgeLink(bridge: Bridge): ClosableLink {
  const closed = Promise.withResolvers<Result<never>>();
  const unlessClosed = <T>(asked: Promise<Result<T>>): Promise<Result<T>> =>
    Promise.race([asked, closed.promise]).catch((error: unknown) => failed<LinkError>({ kind: 'offline', detail: String(error) }));
  // The contract's inferred types have lists that can be changed, the protocol's own have not.
  return {
    exchange: (request) => unlessClosed<ExchangeResponse>(bridge.invoke('link.exchange', request as Input<'link.exchange'>)),
    digest: () => unlessClosed<DigestResponse>(bridge.invoke('link.digest', null)),
    reconcile: (request) => unlessClosed<ReconcileResponse>(bridge.invoke('link.reconcile', request)),
    close: () => closed.resolve(failed<LinkError>({ kind: 'offline', detail: 'the replica was closed' })),
  };
}
