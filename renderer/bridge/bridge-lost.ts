/**
 * The window cannot reach its host. `token`: it was opened by an address that is no longer good (the host was started
 * anew), so it must be opened again from the desktop icon. `unreachable`: nobody answers; the host ended.
 */
export class BridgeLost extends Error {
  readonly reason: 'token' | 'unreachable';

  constructor(reason: 'token' | 'unreachable', options?: ErrorOptions) {
    super(reason === 'token' ? 'the host does not know this window' : 'the host does not answer', options);
    this.name = 'BridgeLost';
    this.reason = reason;
  }
}
