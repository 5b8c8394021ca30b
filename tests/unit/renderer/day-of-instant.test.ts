import { afterEach, expect, it, vi } from 'vitest';
import { dayOfInstant } from '../../../renderer/ui/format.ts';

afterEach(() => void vi.unstubAllEnvs());

it('says the day by the machine’s own zone, also before eight in the morning', () => {
  vi.stubEnv('TZ', 'Asia/Shanghai');
  expect(dayOfInstant('2026-11-23T22:30:00.000Z')).toBe('2026-11-24');
  expect(dayOfInstant('2026-11-24T10:00:00.000Z')).toBe('2026-11-24');
  expect(dayOfInstant('no day')).toBe('no day');
});
