import type { Enrolment } from '#shared/bridge/contract.ts';
import type { Data } from '../data/hooks/data-context.ts';
import { openStation, type OpenStation, type Ports } from './open-station.ts';
import { createWindowGuard } from './window-guard.ts';

/** Where the program stands. `elsewhere`: another window holds the records. */
export type Phase =
  | { readonly name: 'starting' }
  | { readonly name: 'elsewhere' }
  | { readonly name: 'enrol' }
  | { readonly name: 'open'; readonly data: Data }
  | { readonly name: 'failed'; readonly error: unknown };

/** The program from its start to an open replica, and back when another window takes over. */
export interface Session {
  readonly snapshot: () => Phase;
  readonly subscribe: (listener: () => void) => () => void;
  /** Brings the records into this window. */
  takeOver(): Promise<void>;
  /** Tries again after a failure. */
  retry(): Promise<void>;
  /** Puts everything away. */
  close(): Promise<void>;
}

export interface SessionOptions extends Ports {
  readonly locks?: LockManager;
  /** Names the lock; tests have one each. */
  readonly lockName?: string;
}

export function startSession(options: SessionOptions): Session {
  const { bridge } = options;
  const listeners = new Set<() => void>();
  let phase: Phase = { name: 'starting' };
  let station: OpenStation | null = null;
  /** Opening and closing follow one another; they never overlap. */
  let turn: Promise<void> = Promise.resolve();

  const show = (next: Phase): void => {
    phase = next;
    for (const listener of listeners) listener();
  };
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work).catch((error: unknown) => show({ name: 'failed', error }));
    return turn;
  };
  const putAway = async (): Promise<void> => {
    const open = station;
    station = null;
    await open?.close();
  };
  const open = async (enrolment: Enrolment | null): Promise<void> => {
    if (enrolment === null) {
      await putAway();
      return show({ name: 'enrol' });
    }
    if (station?.data.enrolment.site === enrolment.site && station.data.enrolment.device === enrolment.device) {
      // The center sent a new profile of the same device.
      station = { ...station, data: { ...station.data, enrolment } };
    } else {
      await putAway();
      station = await openStation(options, enrolment);
    }
    show({ name: 'open', data: station.data });
  };
  const guard = createWindowGuard({
    locks: options.locks ?? navigator.locks,
    ...(options.lockName === undefined ? {} : { name: options.lockName }),
    onYield: () =>
      inTurn(async () => {
        show({ name: 'elsewhere' });
        await putAway();
      }),
  });
  const proceed = async (): Promise<void> => {
    show({ name: 'starting' });
    await open(await bridge.invoke('link.enrolment', null));
  };
  const stop = bridge.on('link.enrolment', (enrolment) => void inTurn(() => (isHeld(phase) ? open(enrolment) : Promise.resolve())));
  void inTurn(async () => ((await guard.enter()) ? proceed() : show({ name: 'elsewhere' })));
  return {
    snapshot: () => phase,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    takeOver: () =>
      inTurn(async () => {
        show({ name: 'starting' });
        await guard.takeOver();
        await proceed();
      }),
    retry: () => inTurn(proceed),
    async close() {
      stop();
      await inTurn(putAway);
      guard.close();
    },
  };
}

/** False where another window holds the records. */
function isHeld({ name }: Phase): boolean {
  return name !== 'elsewhere' && name !== 'starting';
}
