import { describe, expect, it } from 'vitest';
import type { ExchangeResponse } from '#shared/protocol/exchange.ts';
import { exchangeText } from '../../../center/routes/exchange-text.ts';
import { changeOf } from '../../../center/store/records/entries.ts';
import { activity } from '../../support/make-record.ts';

const answer = (pull: ExchangeResponse['pull']): ExchangeResponse => ({ protocol: 2, results: [], pull, serverTime: 5, epoch: 'e' });

describe('an answer of the center as text', () => {
  it('is what JSON would make of it, records from their stored text', () => {
    const record = activity({ title: '清理"河道"\n\\' });
    const changes = [
      changeOf('211122', { kind: 'activities', position: 7, body: JSON.stringify(record), left: '' }),
      changeOf('211122', { kind: 'activities', position: 8, body: '', left: record.id }),
      { kind: 'orders', county: '2111', position: 9, record },
    ];
    const whole = answer({ changes, through: { 211122: 8 }, more: true });
    expect(JSON.parse(exchangeText(whole))).toEqual(JSON.parse(JSON.stringify(whole)));
    expect(JSON.parse(exchangeText(whole))).toMatchObject({ pull: { changes: [{ record: { title: '清理"河道"\n\\' } }, { left: record.id }, { position: 9 }], more: true } });
  });

  it('says that nothing was pulled, and that nothing moved', () => {
    expect(JSON.parse(exchangeText(answer(null)))).toEqual(answer(null));
    const empty = answer({ changes: [], through: {}, more: false });
    expect(JSON.parse(exchangeText(empty))).toEqual(empty);
  });
});
