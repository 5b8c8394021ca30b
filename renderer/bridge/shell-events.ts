import { z } from 'zod';
import { BridgeLost } from './bridge-lost.ts';
import { askShell, type ShellAddress } from './http-calls.ts';
import { jsonLines } from './json-lines.ts';

const lineSchema = z.union([
  z.object({ event: z.string(), payload: z.unknown() }),
  z.object({ beat: z.literal(true) }),
  z.object({ reload: z.literal(true) }),
]);

export interface ShellEventsOptions {
  readonly shell: ShellAddress;
  readonly onEvent: (event: string, payload: unknown) => void;
  /** The host cannot be reached (or, with null, can again). */
  readonly onLost: (lost: BridgeLost | null) => void;
  readonly reload: () => void;
  /** Waits between two attempts, milliseconds; the last is used again and again. */
  readonly waits?: readonly number[];
  /** A stream without a line for so long is opened anew, milliseconds. The host beats every 15 seconds. */
  readonly silenceMs?: number;
}

const WAITS = [200, 1_000, 2_000, 5_000];
const SILENCE_MS = 40_000;
/** Failures in a row after which the host counts as gone: one is a hiccup. */
const LOST_AFTER = 3;

/** Holds the shell's event stream open until it is stopped, or until the host no longer takes the secret. */
export function listenToShell(options: ShellEventsOptions): () => void {
  const stop = new AbortController();
  void listen(options, stop.signal);
  return () => stop.abort();
}

async function listen(options: ShellEventsOptions, stop: AbortSignal): Promise<void> {
  const waits = options.waits ?? WAITS;
  let failures = 0;
  let lost = false;
  while (!stop.aborted) {
    try {
      await readOnce(options, stop, () => {
        failures = 0;
        if (lost) options.onLost(null);
        lost = false;
      });
    } catch (error) {
      if (error instanceof BridgeLost && error.reason === 'token') {
        options.onLost(error);
        return;
      }
    }
    failures += 1;
    if (stop.aborted) return;
    if (failures >= LOST_AFTER && !lost) {
      lost = true;
      options.onLost(new BridgeLost('unreachable'));
    }
    const wait = waits[Math.min(failures, waits.length) - 1] ?? SILENCE_MS;
    await new Promise((done) => setTimeout(done, wait));
  }
}

async function readOnce(options: ShellEventsOptions, stop: AbortSignal, onOpen: () => void): Promise<void> {
  const silence = new AbortController();
  const silenceMs = options.silenceMs ?? SILENCE_MS;
  let timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    const response = await askShell(options.shell, '/bridge-events', { signal: AbortSignal.any([stop, silence.signal]) });
    if (!response.ok || response.body === null) return;
    for await (const value of jsonLines(response.body)) {
      onOpen();
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silenceMs);
      tell(options, value);
    }
  } finally {
    clearTimeout(timer);
  }
}

function tell(options: ShellEventsOptions, value: unknown): void {
  const line = lineSchema.safeParse(value);
  if (!line.success) return;
  if ('event' in line.data) options.onEvent(line.data.event, line.data.payload);
  else if ('reload' in line.data) options.reload();
}
