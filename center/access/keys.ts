import type { AccessContext } from './context.ts';

/**
 * A key of the center (32 bytes, base64url), made when it is first asked for, by whichever process: a county's for the
 * hashes of ID numbers (its code), or one of the center's own (a name that is no code).
 */
export async function keyNamed({ db, random }: Pick<AccessContext, 'db' | 'random'>, name: string): Promise<string> {
  const known = await db.get('SELECT key FROM county_keys WHERE county = ?', name);
  if (known !== undefined) return String(known['key']);
  await db.run('INSERT INTO county_keys (county, key) VALUES (?, ?) ON CONFLICT DO NOTHING', name, Buffer.from(random.bytes(32)).toString('base64url'));
  return String((await db.get('SELECT key FROM county_keys WHERE county = ?', name))?.['key']);
}
