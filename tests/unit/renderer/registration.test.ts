import { describe, expect, it } from 'vitest';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import { alreadyRegistered, correctionOf, correctionProblems, problemsIn, recordsOf, startOf, totalOf, withMinutes, withPeople } from '../../../renderer/features/hours/registration.ts';

const TODAY = '2026-06-01';
const people = ['a', 'b', 'c'].map((id) => ({ id, name: id.toUpperCase() }));
const nobody = new Map<string, number>();
const filled = withPeople({ ...startOf(null, TODAY), minutes: 60, content: '护路 ' }, people, nobody);

const record = (changes: Partial<ServiceRecord>): ServiceRecord =>
  ({ id: '1', removed: false, corrects: '', volunteer: 'a', activity: '', occurredOn: TODAY, minutes: 60, content: '护路', ...changes }) as ServiceRecord;

describe('a registration', () => {
  it('has nobody twice, and nobody who has hours already', () => {
    const again = withPeople(filled, [...people, { id: 'd', name: 'D' }, { id: 'e', name: 'E' }], new Map([['d', 60]]));
    expect(again.people.map(({ volunteer }) => volunteer)).toEqual(['a', 'b', 'c', 'e']);
  });

  it('follows the duration for all except where one person has another', () => {
    const odd = { ...withMinutes(filled, 'b', 90), minutes: 120 };
    expect(totalOf(odd)).toBe(120 + 90 + 120);
    expect(recordsOf(odd, 'act', '王秀英').map(({ minutes, activity, content, recorder }) => [minutes, activity, content, recorder])).toEqual([
      [120, 'act', '护路', '王秀英'],
      [90, 'act', '护路', '王秀英'],
      [120, 'act', '护路', '王秀英'],
    ]);
  });

  it('forgets an odd duration that is made the same as all others', () => {
    expect(withMinutes(withMinutes(filled, 'b', 90), 'b', 60)).toEqual(filled);
  });

  it('says what is missing by field, and by person', () => {
    expect(problemsIn(startOf(null, TODAY)).map(({ path }) => path)).toEqual(['content', 'people', 'minutes']);
    expect(problemsIn({ ...withMinutes(filled, 'b', 0), minutes: 60 })).toEqual([{ path: 'people.b', code: 'too_small' }]);
    expect(problemsIn(withMinutes(filled, 'b', 1_441))).toEqual([{ path: 'people.b', code: 'too_big' }]);
    expect(problemsIn(filled)).toEqual([]);
  });

  it('knows who has hours for the same activity, and without one, for the same thing on the same day', () => {
    const ofActivity = [record({ activity: 'x' }), record({ id: '2', volunteer: 'b', activity: 'x' }), record({ id: '3', volunteer: 'b', activity: 'x', minutes: 0, corrects: '2' })];
    expect([...alreadyRegistered(ofActivity, filled, 'x')]).toEqual([['a', 60]]);
    const free = [record({}), record({ id: '2', volunteer: 'b', content: '别的' }), record({ id: '3', volunteer: 'c', activity: 'x' })];
    expect([...alreadyRegistered(free, filled, '')]).toEqual([['a', 60]]);
  });
});

describe('a correction', () => {
  const right = { occurredOn: TODAY, minutes: 90, place: '', content: '护路', reason: ' 多算了 ' };
  const wrong = record({ name: 'A', place: '', beneficiary: '村民', quality: '', inCharge: '李' });

  it('carries everything over, with the right values and the record that it names', () => {
    expect(correctionOf(wrong, right, '王')).toMatchObject({ corrects: '1', minutes: 90, reason: '多算了', recorder: '王', volunteer: 'a', beneficiary: '村民', inCharge: '李' });
  });

  it('wants a reason and a change', () => {
    expect(correctionProblems(wrong, right)).toEqual([]);
    expect(correctionProblems(wrong, { ...right, reason: ' ', minutes: 60 }).map(({ code }) => code)).toEqual(['too_small', 'unchanged']);
  });
});
