import { describe, expect, it } from 'vitest';
import { runWithin } from '../../../build/scripts/run-within.ts';

const run = (script: string, limitMs = 20_000): Promise<string | null> => runWithin(['-e', script], { cwd: import.meta.dirname, limitMs });

describe('a step of npm test', () => {
  it('that went well has nothing to say', async () => {
    expect(await run('')).toBeNull();
  });

  it('that failed says with which code, and that was killed by another says by which signal', async () => {
    expect(await run('process.exit(3)')).toBe('ended with code 3');
    expect(await run("process.kill(process.pid, 'SIGTERM')")).toBe('ended with SIGTERM');
  });

  it('that takes longer than its limit is killed, and says so', async () => {
    expect(await run('setInterval(() => {}, 1000)', 200)).toBe('KILLED, because it took longer than its limit of 0.2 s; a test that it was in hangs or is too slow');
  });
});
