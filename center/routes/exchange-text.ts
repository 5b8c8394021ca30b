import type { Change, ExchangeResponse } from '#shared/protocol/exchange.ts';
import { storedTextOf } from '../store/records/entries.ts';

/** An answer as JSON text. Records go out as the text that is stored: nobody at the center looks into them on a pull. */
export function exchangeText({ pull, ...rest }: ExchangeResponse): string {
  const head = JSON.stringify({ ...rest, pull: null });
  if (pull === null) return head;
  const { changes, ...page } = pull;
  const pageText = `{"changes":[${changes.map(changeText).join(',')}],${JSON.stringify(page).slice(1)}`;
  return `${head.slice(0, -'null}'.length)}${pageText}}`;
}

function changeText(change: Change): string {
  const text = storedTextOf(change);
  if (text === undefined) return JSON.stringify(change);
  const { kind, county, position } = change;
  return `{"kind":${JSON.stringify(kind)},"county":${JSON.stringify(county)},"position":${position},"record":${text}}`;
}
