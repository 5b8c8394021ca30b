import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EventName } from '#shared/bridge/contract.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { plainKeeper } from '../../main/services/credentials/key-keeper.ts';
import { openHost, type Host, type HostOptions } from '../../main/services/host.ts';
import type { Log } from '../../main/services/log.ts';
import type { Timers } from '../../main/services/timers.ts';

/** A folder of this test's own, removed after it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'qiyou-host-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A log that is kept for the test to read. */
export class MemoryLog implements Log {
  readonly lines: string[] = [];

  info(message: string): void {
    this.lines.push(`info ${message}`);
  }

  warn(message: string): void {
    this.lines.push(`warn ${message}`);
  }

  error(message: string): void {
    this.lines.push(`error ${message}`);
  }
}

/** Timers that stand until the test moves them. */
export class FakeTimers implements Timers {
  #now = 0;
  readonly #waiting = new Set<{ readonly at: number; readonly act: () => void }>();

  after(milliseconds: number, act: () => void): () => void {
    const timer = { at: this.#now + milliseconds, act };
    this.#waiting.add(timer);
    return () => void this.#waiting.delete(timer);
  }

  monotonic(): number {
    return this.#now;
  }

  /** How long each waiting timer has still to go, milliseconds, shortest first. */
  get waiting(): readonly number[] {
    return [...this.#waiting].map((timer) => timer.at - this.#now).toSorted((a, b) => a - b);
  }

  move(milliseconds: number): void {
    this.#now += milliseconds;
    const due = [...this.#waiting].filter((timer) => timer.at <= this.#now).toSorted((a, b) => a.at - b.at);
    for (const timer of due) if (this.#waiting.delete(timer)) timer.act();
  }
}

/** A host over a folder, with all that it takes from outside in the test's hands. */
export interface TestHost extends Host {
  readonly data: string;
  readonly clock: FakeClock;
  readonly timers: FakeTimers;
  readonly log: MemoryLog;
  /** Everything that was published, in order. */
  readonly told: { readonly event: EventName; readonly payload: unknown }[];
}

/** Opens a host; it is closed when the test ends. */
export async function openTestHost(options: Partial<HostOptions> = {}): Promise<TestHost> {
  const data = options.data ?? (await temporaryFolder());
  const clock = new FakeClock();
  const timers = new FakeTimers();
  const log = new MemoryLog();
  const host = await openHost({
    shell: 'browser',
    version: '0.0.0',
    developer: false,
    keeper: plainKeeper,
    random: seededRandom(7),
    clock,
    timers,
    log,
    ...options,
    data,
  });
  onTestFinished(() => host.close());
  const told: TestHost['told'] = [];
  host.events.subscribe((event, payload) => told.push({ event, payload }));
  return { ...host, data, clock, timers, log, told };
}
