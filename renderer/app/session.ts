import type { Enrolment } from '#shared/bridge/contract.ts';
import type { Data } from '../data/hooks/data-context.ts';
import type { Ports } from './open-station.ts';
import { createStationHolder, isSameDevice } from './station-holder.ts';
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
  const holder = createStationHolder(options);
  let phase: Phase = { name: 'starting' };
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
  const open = async (enrolment: Enrolment | null): Promise<void> => {
    if (enrolment === null) {
      await holder.putAway();
      return show({ name: 'enrol' });
    }
    // Another device or site: no screen may read on from the replica that is being closed.
    if (phase.name === 'open' && !isSameDevice(phase.data.enrolment, enrolment)) show({ name: 'starting' });
    show({ name: 'open', data: await holder.open(enrolment) });
  };
  const proceed = async (): Promise<void> => {
    show({ name: 'starting' });
    await open(await bridge.invoke('link.enrolment', null));
  };
  const leave = async (): Promise<void> => {
    show({ name: 'elsewhere' });
    await holder.putAway();
  };
  const guard = createWindowGuard({ locks: options.locks ?? navigator.locks, onYield: () => inTurn(leave), ...(options.lockName === undefined ? {} : { name: options.lockName }) });
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
      await inTurn(holder.putAway);
      guard.close();
    },
  };
}

/** False where another window holds the records. */
function isHeld({ name }: Phase): boolean {
  return name !== 'elsewhere' && name !== 'starting';
}
