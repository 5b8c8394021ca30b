import { describe, expect, it } from 'vitest';
import { lingerUntil, type Linger } from '../../../main/shell/linger.ts';
import { FakeTimers } from '../../support/host.ts';

function make(): { linger: Linger; timers: FakeTimers; ends: () => number } {
  const timers = new FakeTimers();
  let ends = 0;
  return { linger: lingerUntil(timers, () => (ends += 1)), timers, ends: () => ends };
}

describe('a host whose window was closed', () => {
  it('ends after a minute', () => {
    const { linger, timers, ends } = make();
    linger.opened();
    linger.windows(1);
    linger.windows(0);
    timers.move(59_999);
    expect(ends()).toBe(0);
    timers.move(1);
    expect(ends()).toBe(1);
  });

  it('goes on where the window was only loaded anew', () => {
    const { linger, timers, ends } = make();
    linger.opened();
    linger.windows(1);
    linger.windows(0);
    timers.move(1_000);
    linger.windows(1);
    timers.move(600_000);
    expect(ends()).toBe(0);
  });

  it('goes on where a person opened it by hand', () => {
    const { linger, timers, ends } = make();
    linger.windows(1);
    linger.windows(0);
    timers.move(600_000);
    expect(ends()).toBe(0);
  });
});
