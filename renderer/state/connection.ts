import { create } from 'zustand';
import type { Bridge, Connection } from '#shared/bridge/contract.ts';

/** The host's last word on the link to the center; null before its first. */
export const useConnection = create<{ readonly connection: Connection | null }>()(() => ({ connection: null }));

function setConnection(connection: Connection): void {
  useConnection.setState({ connection });
}

/** The host itself does not answer: until it does, nothing is known to reach the center. */
export function loseConnection(): void {
  useConnection.setState(({ connection }) => ({ connection: connection === null ? null : { ...connection, state: 'offline' } }));
}

/**
 * Follows the host's word on the link, and asks for it once. An answer that comes after a word is the older of the two:
 * it was on its way meanwhile.
 */
export async function followConnection(bridge: Bridge): Promise<void> {
  let heard = false;
  bridge.on('link.connection', (connection) => {
    heard = true;
    setConnection(connection);
  });
  const asked = await bridge.invoke('link.connection', null);
  if (!heard) setConnection(asked);
}
