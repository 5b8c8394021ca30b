import type { LinkError } from '#shared/protocol/errors.ts';

/** What the screen has words and advice for when a device could not be enrolled. */
export type EnrolRefusal = 'offline' | 'badAddress' | 'badCode' | 'usedCode' | 'expiredCode' | 'tooOld' | 'tooNew' | 'busy' | 'other';

/** Which words a failed enrolment gets. */
export function refusalOf(error: LinkError): EnrolRefusal {
  if (error.kind !== 'refused') return error.kind;
  if (error.code === 'badCode' || error.code === 'usedCode' || error.code === 'expiredCode') return error.code;
  // The host answers this for an address that is none; so does a server that is no center.
  return error.code === 'badRequest' || error.code === 'notFound' ? 'badAddress' : 'other';
}
