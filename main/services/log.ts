/** The host's log: English, for the person who is called when something does not work. Never holds keys, tokens or ID numbers. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Several logs as one. */
export function logTo(...logs: readonly Log[]): Log {
  return {
    info: (message) => logs.forEach((log) => log.info(message)),
    warn: (message) => logs.forEach((log) => log.warn(message)),
    error: (message) => logs.forEach((log) => log.error(message)),
  };
}

/** One line about whatever was thrown; with the cause, which is where `fetch` hides what happened. */
export function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? `${thrown.message} (${describe(thrown.cause)})` : thrown.message;
}
