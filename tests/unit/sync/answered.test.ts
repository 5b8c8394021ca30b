import { describe, expect, it } from 'vitest';
import type { WriteResult } from '#shared/protocol/exchange.ts';
import { versionOf } from '#shared/schema/version.ts';
import { answered } from '#shared/sync/answered.ts';
import { activity } from '../../support/make-record.ts';
import { pendingOf } from '../../support/replica-books.ts';

const base = activity({ title: '一' });
const record = { ...base, title: '二' };
const later = { ...base, title: '三' };
const sent = { pending: pendingOf(record, base), record };
const edited = pendingOf(later, base, { earlier: [versionOf(record)] });
const { id } = base;

const accepted: WriteResult = { status: 'accepted', receipt: { kind: 'activities', id, version: versionOf(record), county: '211122', position: 3 } };
const refused: WriteResult = { status: 'refused', kind: 'activities', id, reason: { code: 'invalid', field: 'title', detail: '' } };

describe('the answer to a write', () => {
  it('C1 a receipt ends the waiting of the very version that it names', () => {
    expect(answered(sent, accepted, sent.pending)).toMatchObject({ type: 'received', pending: null });
  });

  it('C1 what was edited meanwhile goes on waiting, with what was sent as its base', () => {
    expect(answered(sent, accepted, edited)).toMatchObject({ type: 'received', pending: { version: versionOf(later), base: record, baseVersion: versionOf(record), earlier: [] } });
  });

  it('C1 a receipt for a version that nobody here knows ends nothing', () => {
    const unknown = pendingOf(later, base);
    expect(answered(sent, accepted, unknown)).toMatchObject({ type: 'received', pending: unknown });
  });

  it('M1 a conflict brings the center state to be merged', () => {
    expect(answered(sent, { status: 'conflict', kind: 'activities', id, current: later }, sent.pending)).toEqual({ type: 'theirs', current: later });
  });

  it('P1 what the center does not know is sent as new', () => {
    expect(answered(sent, { status: 'conflict', kind: 'activities', id, current: null }, sent.pending)).toMatchObject({ type: 'unknown', pending: { base: null, baseVersion: null } });
  });

  it('P2 a refusal sets the record aside with its reason', () => {
    expect(answered(sent, refused, sent.pending)).toMatchObject({ type: 'refused', pending: { refusal: { code: 'invalid', field: 'title' } } });
  });

  it('P2 a refusal of what was mended meanwhile is of no account', () => {
    expect(answered(sent, refused, edited)).toEqual({ type: 'outdated' });
    expect(answered(sent, refused, undefined)).toEqual({ type: 'outdated' });
  });
});
