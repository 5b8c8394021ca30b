import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS } from '#shared/domain/record.ts';
import { MIGRATIONS } from '#shared/schema/migrations.ts';
import { SCHEMA_VERSIONS } from '#shared/schema/records.ts';
import { isKind, validate, validateAs } from '#shared/schema/validate.ts';

const base = {
  id: '0190a0a0-0000-7000-8000-000000000001',
  site: '211122101001',
  v: 1,
  createdAt: '2026-06-01T08:00:00.000Z',
  updatedAt: '2026-06-01T08:00:00.000Z',
  by: { device: 'd1', person: '王秀英' },
  removed: false,
  conflicts: [],
};

const activity = {
  ...base,
  title: '理论宣讲',
  kind: 'theory',
  status: 'held',
  occurredOn: '2026-05-30',
  startsAt: '09:30',
  minutes: 90,
  place: '文化广场',
  organiser: '',
  inCharge: '',
  content: '',
  attendance: 35,
  served: ['emptyNest'],
  teams: [],
  returnReason: '',
};

const team = { ...base, name: '志愿服务队', leader: '', phone: '', specialty: '', foundedOn: '', note: '' };

const problemsOf = (kind: string, value: unknown): readonly string[] => {
  const result = validate(kind, value);
  return result.ok ? [] : result.problems.map(({ path }) => path);
};

describe('a record at an edge', () => {
  it('passes as it came, not as a copy', () => {
    const result = validateAs('activities', activity);
    expect(result).toEqual({ ok: true, record: activity });
    expect(result.ok && result.record).toBe(activity);
  });

  it('keeps fields that no schema knows, in the record, its author and its conflicts', () => {
    const conflict = { field: 'title', base: '', mine: 'a', theirs: 'b', who: { device: 'd1', person: '', shift: 2 }, when: '', extra: [1] };
    const record = { ...activity, mood: 'good', by: { ...base.by, shift: 2 }, conflicts: [conflict] };
    expect(validate('activities', record)).toEqual({ ok: true, record });
  });

  it('passes when its kind is unknown, by what every record has', () => {
    expect(validate('dances', { ...base, steps: 3 }).ok).toBe(true);
    expect(problemsOf('dances', { ...base, site: 'here' })).toEqual(['site']);
  });

  it('of a newer schema passes by what every record has, because a newer version may know better', () => {
    const newer = { ...activity, v: SCHEMA_VERSIONS.activities + 1, kind: 'robotics', minutes: '90' };
    expect(validate('activities', newer).ok).toBe(true);
    expect(problemsOf('activities', { ...newer, id: 'x' })).toEqual(['id']);
  });

  it.each([
    ['title', { title: '' }],
    ['title', { title: '长'.repeat(201) }],
    ['kind', { kind: 'robotics' }],
    ['occurredOn', { occurredOn: '2026-02-30' }],
    ['occurredOn', { occurredOn: '30/05/2026' }],
    ['startsAt', { startsAt: '24:00' }],
    ['minutes', { minutes: -1 }],
    ['minutes', { minutes: 1.5 }],
    ['attendance', { attendance: Number.NaN }],
    ['served.1', { served: ['emptyNest', 'cats'] }],
    ['teams.0', { teams: ['not an id'] }],
    ['id', { id: 'not an id' }],
    ['site', { site: '211' }],
    ['createdAt', { createdAt: '2026-06-01' }],
    ['by.person', { by: { device: 'd1' } }],
    ['removed', { removed: 'no' }],
    ['conflicts.0.who', { conflicts: [{ field: 'title', base: 0, mine: 1, theirs: 2, when: '' }] }],
  ])('names the field at fault: %s', (path, fault) => {
    expect(problemsOf('activities', { ...activity, ...fault })).toEqual([path]);
  });

  it('names every field at fault at once', () => {
    expect(problemsOf('activities', { ...activity, title: '', minutes: -1 })).toEqual(['title', 'minutes']);
  });

  it('names a field that is missing', () => {
    for (const field of Object.keys(team)) {
      const without: Record<string, unknown> = { ...team };
      delete without[field];
      expect(problemsOf('teams', without)).toEqual([field]);
    }
  });

  it('is refused, not thrown at, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), (kind, value) => {
        expect(validate(kind, value).ok).toBe(false);
      }),
    );
  });
});

describe('the kinds', () => {
  it('are twelve, and their names are known as such', () => {
    expect(KINDS).toHaveLength(12);
    expect(KINDS.every(isKind)).toBe(true);
    expect([isKind('toString'), isKind(''), isKind('Activities')]).toEqual([false, false, false]);
  });

  it('each have a step from every older schema to the next', () => {
    for (const kind of KINDS) {
      const older = Array.from({ length: SCHEMA_VERSIONS[kind] - 1 }, (_, index) => String(index + 1));
      expect(Object.keys(MIGRATIONS[kind])).toEqual(older);
    }
  });
});
