import { create } from 'zustand';
import type { Connection } from '#shared/bridge/contract.ts';

/** The host's last word on the link to the center; null before its first. */
export const useConnection = create<{ readonly connection: Connection | null }>()(() => ({ connection: null }));

export function setConnection(connection: Connection): void {
  useConnection.setState({ connection });
}
