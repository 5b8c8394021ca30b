import { tierOfRole, type Role } from '#shared/domain/site-code.ts';
import type { AccessContext } from './context.ts';
import { auditWithin } from './audit.ts';
import { sha256Of } from './crypto.ts';
import { findDivision } from './divisions.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;
const DAY = 86_400_000;

/** How long a code is good for, unless said otherwise. */
const CODE_DAYS = 14;

/** A one-time code as it is given to a person; the center keeps only its hash. `expiresAt`: milliseconds since 1970. */
export interface OneTimeCode {
  readonly code: string;
  readonly site: string;
  readonly siteName: string;
  readonly role: Role;
  readonly expiresAt: number;
}

export type CodeMade =
  | { readonly ok: true; readonly value: OneTimeCode }
  | { readonly ok: false; readonly error: { readonly code: 'unknownSite' | 'wrongRole'; readonly detail: string } };

/** Makes a one-time code for a site and role; the role's tier must be the site's. */
export async function makeCode(context: AccessContext, site: string, role: Role, days = CODE_DAYS): Promise<CodeMade> {
  const division = await findDivision(context.db, site);
  if (division === null) return { ok: false, error: { code: 'unknownSite', detail: `no division ${site} is loaded` } };
  if (division.successor !== '') return { ok: false, error: { code: 'unknownSite', detail: `${site} ${division.name} was moved to ${division.successor}` } };
  if (division.tier !== tierOfRole(role)) {
    return { ok: false, error: { code: 'wrongRole', detail: `${site} ${division.name} is a ${division.tier}; role ${role} belongs to a ${tierOfRole(role)}` } };
  }
  const code = randomCode(context.random.bytes(LENGTH));
  const now = context.clock.now();
  const expiresAt = now + days * DAY;
  await context.db.write(async (tx) => {
    await tx.run('INSERT INTO codes (hash, site, role, made_at, expires_at) VALUES (?, ?, ?, ?, ?)', hashOfCode(code), site, role, now, expiresAt);
    await auditWithin(tx, context.clock, 'codeMade', { site }, { role, expiresAt });
  });
  return { ok: true, value: { code, site, siteName: division.name, role, expiresAt } };
}

/** The hash under which a code is kept, however it was typed: case, spaces, hyphens, O for 0, I and L for 1. */
export function hashOfCode(typed: string): string {
  const plain = typed.toUpperCase().replaceAll(/[\s\-‐-―－]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return sha256Of(`qiyou-code:${plain}`);
}

/** Ten digits of Crockford's base 32 (50 bits), grouped for reading aloud: `7K2M-9QXT-4B`. */
function randomCode(bytes: Uint8Array): string {
  const digits = Array.from(bytes, (byte) => ALPHABET[byte & 31] ?? '').join('');
  return `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
}
