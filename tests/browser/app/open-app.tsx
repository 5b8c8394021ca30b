import { createRoot } from 'react-dom/client';
import { expect } from 'vitest';
import type { Enrolment } from '#shared/bridge/contract.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { App } from '../../../renderer/app/app.tsx';
import { machineClock, machineRandom } from '../../../renderer/app/ports.ts';
import { startSession, type Session } from '../../../renderer/app/session.ts';
import type { Data } from '../../../renderer/data/hooks/data-context.ts';
import { startWords } from '../../../renderer/locales/start-words.ts';
import { followConnection } from '../../../renderer/state/connection.ts';
import { sitDown } from '../../../renderer/state/people.ts';
import { createFakeBridge, STATION, type FakeBridge, type FakeBridgeOptions } from '../../support/fake-bridge.ts';

/** A window of the whole program over a bridge in memory, with a real replica. */
export interface AppWindow {
  readonly bridge: FakeBridge;
  readonly session: Session;
  readonly box: HTMLElement;
  /** The open replica's data; waits until it is open. */
  data(): Promise<Data>;
  /** Waits until the window says this. */
  seeing(text: string): Promise<void>;
  /** Takes the window away as a crash does: nothing is saved or cleared by it. */
  close(): Promise<void>;
}

/** A device at a position of the village that no other test has: the browser's storage outlives a file. */
export function newStation(): Enrolment {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  const position = String(number % 1_000_000).padStart(6, '0');
  return { ...STATION, device: STATION.device.slice(0, -6) + position, site: `${STATION.site}${position}` };
}

/** A busy machine takes its time. */
export const PATIENT = { timeout: 15_000 } as const;

export interface OpenOptions extends FakeBridgeOptions {
  /** Windows with the same name compete for the same place. */
  readonly lockName?: string;
  readonly bridge?: FakeBridge;
  /** Who sits at the keyboard; '' leaves the question open. */
  readonly person?: string;
}

export async function openApp(options: OpenOptions = {}): Promise<AppWindow> {
  const bridge = options.bridge ?? createFakeBridge({ enrolment: newStation(), ...options });
  const words = await startWords('zh-CN');
  await followConnection(bridge);
  const ids = uuidv7Ids(machineClock, machineRandom);
  const session = startSession({ bridge, clock: machineClock, random: machineRandom, ids, lockName: options.lockName ?? `test-${String(machineClock.now())}-${ids.next()}` });
  const box = document.body.appendChild(document.createElement('div'));
  const root = createRoot(box);
  root.render(<App session={session} words={words} bridge={bridge} onLost={null} />);
  const person = options.person ?? '王秀英';
  const stop = session.subscribe(() => {
    if (session.snapshot().name === 'open' && person !== '') sitDown(person);
  });
  return {
    bridge,
    session,
    box,
    async data() {
      await expect.poll(() => session.snapshot().name, PATIENT).toBe('open');
      const phase = session.snapshot();
      if (phase.name !== 'open') throw new Error(phase.name);
      return phase.data;
    },
    async seeing(text) {
      await expect.poll(() => box.textContent, PATIENT).toContain(text);
    },
    async close() {
      stop();
      root.unmount();
      box.remove();
      await session.close();
    },
  };
}
