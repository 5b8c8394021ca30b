import type { z } from 'zod';
import { channels, isChannel, type Handlers } from '#shared/bridge/contract.ts';
import { describe, type Log } from './log.ts';

export const BRIDGE_FAULTS = ['unknownChannel', 'badInput', 'badOutput', 'failed'] as const;
export type BridgeFaultCode = (typeof BRIDGE_FAULTS)[number];

/** A call that could not be answered: the caller's mistake (`unknownChannel`, `badInput`) or the host's. */
export class BridgeFault extends Error {
  readonly code: BridgeFaultCode;

  constructor(code: BridgeFaultCode, message: string) {
    super(message);
    this.name = 'BridgeFault';
    this.code = code;
  }
}

/** Answers a call by the name of its channel. Throws a {@link BridgeFault}, and nothing else. */
export type Dispatch = (channel: string, rawInput: unknown) => Promise<unknown>;

/**
 * The one place where what crosses the bridge is checked against the contract, in both directions. What went wrong
 * inside the host is said in the log; the window learns only that it failed, because messages can hold paths.
 */
export function dispatcher(handlers: Handlers, log: Log): Dispatch {
  return async (channel, rawInput) => {
    if (!isChannel(channel)) throw new BridgeFault('unknownChannel', 'no such channel');
    const { input, output } = channels[channel];
    const checked = input.safeParse(rawInput);
    if (!checked.success) throw new BridgeFault('badInput', `${channel}: ${problemOf(checked.error)}`);
    // The channel's own schema has just made this its handler's input; TypeScript cannot follow one name through two maps.
    const handler = handlers[channel] as (input: unknown) => Promise<unknown>;
    const answer = await handler(checked.data).catch((error: unknown) => {
      log.error(`${channel} failed: ${error instanceof Error ? (error.stack ?? describe(error)) : describe(error)}`);
      throw new BridgeFault('failed', `${channel} failed; see the log`);
    });
    const given = output.safeParse(answer);
    if (given.success) return given.data;
    log.error(`${channel} gave an answer outside of the contract: ${problemOf(given.error)}`);
    throw new BridgeFault('badOutput', `${channel} failed; see the log`);
  };
}

function problemOf(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'invalid' : `${issue.path.join('.') || 'input'}: ${issue.message}`;
}
