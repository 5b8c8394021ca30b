import { create } from 'zustand';
import type { Bridge } from '#shared/bridge/contract.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import type { HeldPush } from '#shared/protocol/held.ts';

/** Pushes that wait for a person here to confirm them (rule D1), as the center said last. */
export interface HeldState {
  /** Null before the first answer. */
  readonly held: readonly HeldPush[] | null;
  /** Why the last question brought no answer; null where it did, or none was asked. */
  readonly error: LinkError | null;
}

export const useHeld = create<HeldState>()(() => ({ held: null, error: null }));

/** Another site is open: what was known is not of it. */
export function forgetHeld(): void {
  useHeld.setState({ held: null, error: null });
}

/** Asks the center what waits. What was known stays on the screen where it cannot answer. */
export async function askHeld(bridge: Bridge): Promise<void> {
  const answer = await bridge.invoke('link.held', null).catch((error: unknown) => ({ ok: false as const, error: { kind: 'offline' as const, detail: String(error) } }));
  useHeld.setState(answer.ok ? { held: answer.value.held, error: null } : { error: answer.error });
}
