import { deviceProfileSchema, type EnrolRequest } from '#shared/protocol/access.ts';
import { failed, ok, type Result } from '#shared/protocol/errors.ts';
import type { Credentials, Device } from '../credentials/credentials.ts';
import { readAs, sendRequest, type RequestOptions } from './request.ts';

/**
 * Turns a one-time code into a device: hands in the public half of a key pair with a proof that the other half is held.
 * The device is not kept by this; the caller keeps it.
 */
export async function enrol(
  options: RequestOptions,
  asked: { readonly center: string; readonly code: string; readonly deviceName: string },
  credentials: Pick<Credentials, 'keyFor'>,
  timeoutMs: number,
): Promise<Result<Device>> {
  const center = centerAddress(asked.center);
  if (center === null) return failed({ kind: 'refused', code: 'badRequest', detail: 'not an address of a center' });
  const code = asked.code.trim();
  const key = await credentials.keyFor(code);
  const body: Omit<EnrolRequest, 'protocol'> = { code, publicKey: key.publicKey, proof: key.sign(`qiyou-enrol:${code}`), deviceName: asked.deviceName };
  const line = listening(options);
  const answer = await sendRequest(line.options, center, null, {
    method: 'POST',
    path: '/v1/enrol',
    json: (protocol) => ({ protocol, ...body }),
    timeoutMs,
    read: readAs(deviceProfileSchema),
  });
  if (answer.ok) return ok({ center, profile: answer.value, key });
  if (answer.error.kind === 'offline' && line.answered()) return failed({ kind: 'refused', code: 'notFound', detail: 'what answers at this address is no center' });
  return answer;
}

/** Notices whether anybody answers at all: where it is not the center, the address is wrong, and not the network. */
function listening(options: RequestOptions): { readonly options: RequestOptions; answered(): boolean } {
  let answered = false;
  const fetch: RequestOptions['fetch'] = async (url, init) => {
    const response = await options.fetch(url, init);
    answered = response.status < 500;
    return response;
  };
  return { options: { ...options, fetch }, answered: () => answered };
}

/** The origin of what a person typed as the center's address: `http://` is added where no scheme is named; null where it is none. */
export function centerAddress(typed: string): string | null {
  const text = typed.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  return url.username === '' && url.password === '' ? url.origin : null;
}
