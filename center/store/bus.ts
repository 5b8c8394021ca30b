/** The way between processes that share one database. What is sent may get lost: it only says where to look sooner. */
export interface Bus {
  /** Sends a message (JSON, small) to the other processes, soon and without waiting. */
  send(message: object): void;
  /**
   * Calls back with what other processes send, and `lost` after messages may have been lost (the connection was broken
   * and is there again). Resolves when it listens.
   */
  listen(hear: (message: unknown) => void, lost: () => void): Promise<void>;
  close(): Promise<void>;
}
