import { describe, expect, it } from 'vitest';
import { hourFlags, type FlaggedRecord } from '#shared/domain/hour-flags.ts';

const record = (id: string, changes: Partial<FlaggedRecord> = {}): FlaggedRecord => ({
  id,
  corrects: '',
  removed: false,
  volunteer: 'wang',
  activity: '',
  occurredOn: '2026-06-01',
  minutes: 60,
  createdAt: '2026-06-01T08:00:00.000Z',
  ...changes,
});

const talk = new Map([['talk', { minutes: 90, attendance: 2 }]]);

describe('flags of service hours', () => {
  it('are none for an ordinary record', () => {
    expect(hourFlags([record('a', { activity: 'talk' })], talk).size).toBe(0);
  });

  it('mark every record of a person whose day has more than 24 hours', () => {
    const flags = hourFlags([record('a', { minutes: 800 }), record('b', { minutes: 700 }), record('c', { minutes: 700, volunteer: 'li' })], new Map());
    expect([...flags]).toEqual([
      ['a', ['dayOverfull']],
      ['b', ['dayOverfull']],
    ]);
  });

  it('take a day of exactly 24 hours as it is', () => {
    expect(hourFlags([record('a', { minutes: 720 }), record('b', { minutes: 720 })], new Map()).size).toBe(0);
  });

  it('mark a record that is longer than its activity', () => {
    expect(hourFlags([record('a', { activity: 'talk', minutes: 91 })], talk).get('a')).toEqual(['longerThanActivity']);
  });

  it('mark all of an activity where more people have hours than came', () => {
    const three = ['wang', 'li', 'zhao'].map((volunteer) => record(volunteer, { volunteer, activity: 'talk' }));
    expect([...hourFlags(three, talk).values()]).toEqual([['moreThanAttendance'], ['moreThanAttendance'], ['moreThanAttendance']]);
  });

  it('count one person with two records of an activity once', () => {
    const two = [record('a', { activity: 'talk' }), record('b', { activity: 'talk' }), record('c', { activity: 'talk', volunteer: 'li' })];
    expect(hourFlags(two, talk).size).toBe(0);
  });

  it('say nothing about an activity whose length and attendance are not known', () => {
    const unknown = new Map([['talk', { minutes: 0, attendance: 0 }]]);
    expect(hourFlags([record('a', { activity: 'talk', minutes: 600 })], unknown).size).toBe(0);
  });

  it('mark what was entered more than seven days later', () => {
    expect(hourFlags([record('a', { createdAt: '2026-06-08T08:00:00.000Z' })], new Map()).size).toBe(0);
    expect(hourFlags([record('a', { createdAt: '2026-06-09T08:00:00.000Z' })], new Map()).get('a')).toEqual(['lateEntry']);
  });

  it('judge a correction in place of what it corrects, and nothing that was taken back', () => {
    const long = record('a', { activity: 'talk', minutes: 600 });
    expect(hourFlags([long, record('b', { activity: 'talk', minutes: 90, corrects: 'a' })], talk).size).toBe(0);
    expect(hourFlags([long, record('b', { activity: 'talk', minutes: 0, corrects: 'a' })], talk).size).toBe(0);
  });
});
