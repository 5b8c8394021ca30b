import type { Result } from '../protocol/errors.ts';
import type { ExchangeRequest, ExchangeResponse } from '../protocol/exchange.ts';

/** The way to the center: one exchange there and back. */
export interface Link {
  exchange(request: ExchangeRequest): Promise<Result<ExchangeResponse>>;
}
