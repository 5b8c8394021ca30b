import type { ExchangeRequest } from '#shared/protocol/exchange.ts';

/**
 * An exchange as a version of the protocol has it (rule T2): what came with a later one is left out. `clientTime` is the
 * clock of this machine as the request is sent, milliseconds since 1970, however long the request has waited.
 */
export function exchangeIn(protocol: number, request: ExchangeRequest, clientTime: number): ExchangeRequest {
  if (protocol >= 2) return { ...request, protocol, clientTime };
  const { clientTime: _since2, digest: _alsoSince2, ...first } = request;
  return { ...first, protocol, pull: first.pull === null ? null : pullInFirst(first.pull) };
}

function pullInFirst({ own: _since2, ...pull }: NonNullable<ExchangeRequest['pull']>): ExchangeRequest['pull'] {
  return pull;
}
