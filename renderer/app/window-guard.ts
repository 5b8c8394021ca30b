const LOCK = 'qiyou.window';
const CHANNEL = 'qiyou.window';
/** How long the other window has to put its records away before its lock is taken by force, in milliseconds. */
const PATIENCE_MS = 4_000;

export interface GuardOptions {
  readonly locks: LockManager;
  /** Puts everything away; another window takes over once it resolves. */
  readonly onYield: () => Promise<void>;
  readonly name?: string;
}

/** Lets one window at a time hold the replica: two would be two leaders that do not see each other's writes. */
export interface WindowGuard {
  /** Takes the place if it is free; answers whether it was. */
  enter(): Promise<boolean>;
  /** Asks the window that holds the place to leave, waits for it, and takes the place by force where it does not answer. */
  takeOver(): Promise<void>;
  close(): void;
}

export function createWindowGuard({ locks, onYield, name = LOCK }: GuardOptions): WindowGuard {
  const channel = new BroadcastChannel(`${CHANNEL}.${name}`);
  let release: (() => void) | null = null;

  async function leave(): Promise<void> {
    const done = release;
    if (done === null) return;
    release = null;
    await onYield();
    done();
  }

  /** Holds the lock until `release` is called. Resolves once it is held, or with false where it was not to be had. */
  const hold = (options: LockOptions): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const held = async (lock: Lock | null): Promise<void> => {
        if (lock === null) return resolve(false);
        await new Promise<void>((done) => {
          release = done;
          resolve(true);
        });
      };
      // A stolen lock rejects here: the other window did not wait, so everything is put away at once.
      locks.request(name, options, held).catch((error: unknown) => (release === null ? reject(error as Error) : leave()));
    });

  channel.addEventListener('message', () => void leave());
  return {
    enter: () => hold({ ifAvailable: true }),
    async takeOver() {
      channel.postMessage('leave');
      const patience = AbortSignal.timeout(PATIENCE_MS);
      try {
        await hold({ signal: patience });
      } catch {
        await hold({ steal: true });
      }
    },
    close() {
      channel.close();
      release?.();
      release = null;
    },
  };
}
