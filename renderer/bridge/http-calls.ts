import type { Channel } from '#shared/bridge/contract.ts';
import { pack, unpack } from '#shared/bridge/framing.ts';
import { BridgeLost } from './bridge-lost.ts';

const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text);
const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Where the shell is, and this launch's secret; null where this window was not given it. */
export interface ShellAddress {
  readonly origin: string;
  readonly token: string | null;
}

/** Sends one request to the shell with this launch's secret. Throws {@link BridgeLost} where it is not taken or nobody answers. */
export async function askShell({ origin, token }: ShellAddress, path: string, init: RequestInit): Promise<Response> {
  if (token === null) throw new BridgeLost('token');
  let response: Response;
  try {
    response = await fetch(`${origin}${path}`, { ...init, headers: { authorization: `Bearer ${token}` }, cache: 'no-store' });
  } catch (error) {
    throw new BridgeLost('unreachable', { cause: error });
  }
  if (response.status === 401) throw new BridgeLost('token');
  return response;
}

/** Calls a channel of the shell. What comes back is not checked yet. */
export async function callShell(shell: ShellAddress, channel: Channel, input: unknown): Promise<unknown> {
  const body = pack(input, encodeText) as Uint8Array<ArrayBuffer>;
  const response = await askShell(shell, `/bridge/${channel}`, { method: 'POST', body });
  if (!response.ok) throw new Error(`${channel}: HTTP ${response.status} ${await response.text()}`);
  try {
    return unpack(new Uint8Array(await response.arrayBuffer()), decodeText);
  } catch (error) {
    // The host ended in the middle of its answer.
    throw error instanceof TypeError ? new BridgeLost('unreachable', { cause: error }) : error;
  }
}
