import type { LinkError, RefusedCode } from '#shared/protocol/errors.ts';
import { DatabaseTrouble } from '../store/fault.ts';

/** A request that is not answered with success: what the client is told, and the HTTP status. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly error: LinkError;
  readonly status: number;

  constructor(error: LinkError, status = statusOf(error)) {
    super(error.kind === 'refused' ? `${error.code}: ${error.detail}` : error.kind);
    this.error = error;
    this.status = status;
  }
}

const STATUS: Readonly<Record<RefusedCode, number>> = {
  badRequest: 400,
  badCode: 401,
  usedCode: 401,
  expiredCode: 401,
  unauthorized: 401,
  revoked: 401,
  outOfScope: 403,
  notFound: 404,
  notWanted: 409,
  hashMismatch: 409,
  tooLarge: 413,
  storageFull: 507,
};

export function refused(code: RefusedCode, detail: string): Fault {
  return new Fault({ kind: 'refused', code, detail });
}

/** The HTTP status that goes with an error. */
export function statusOf(error: LinkError): number {
  if (error.kind === 'refused') return STATUS[error.code];
  return error.kind === 'tooOld' || error.kind === 'tooNew' ? 426 : 503;
}

const RETRY_LATER_MS = 5_000;
const RETRY_AFTER_BUG_MS = 60_000;

/**
 * What a client is told of anything that was thrown. A fault of the center itself answers `busy`: the same request may
 * succeed later, and what is inside is for the log alone.
 */
export function linkErrorOf(thrown: unknown): LinkError {
  if (thrown instanceof Fault) return thrown.error;
  if (thrown instanceof DatabaseTrouble) {
    return thrown.kind === 'full' ? { kind: 'refused', code: 'storageFull', detail: 'the center has no space left' } : { kind: 'busy', retryAfterMs: RETRY_LATER_MS };
  }
  const status = statusCodeOf(thrown);
  if (status === 413) return { kind: 'refused', code: 'tooLarge', detail: 'the request is too large' };
  if (status === 404) return { kind: 'refused', code: 'notFound', detail: 'no such address' };
  if (status >= 400 && status < 500) return { kind: 'refused', code: 'badRequest', detail: messageOf(thrown) };
  return { kind: 'busy', retryAfterMs: RETRY_AFTER_BUG_MS };
}

function statusCodeOf(thrown: unknown): number {
  if (!(thrown instanceof Error)) return 500;
  // A request body that is no gzip although it says so, or that is cut.
  if ('code' in thrown && typeof thrown.code === 'string' && thrown.code.startsWith('Z_')) return 400;
  return 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : 500;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message.slice(0, 300) : 'bad request';
}
