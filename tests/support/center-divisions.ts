import { v7 } from 'uuid';
import { tierOf } from '#shared/domain/site-code.ts';
import type { Database } from '../../center/store/sql.ts';

/** Divisions as a divisions file makes them, without their records. */
export async function makeDivisions(db: Database, codes: readonly string[]): Promise<void> {
  for (const code of codes) {
    const parent = code.slice(0, { city: 0, county: 4, town: 6, village: 9 }[tierOf(code) ?? 'city']);
    await db.run('INSERT INTO divisions (code, tier, name, parent, site_record) VALUES (?, ?, ?, ?, ?)', code, tierOf(code) ?? '', `名${code}`, parent, v7());
  }
}

/** An enrolled device of a site, without a key of use; answers its id. */
export async function makeDevice(db: Database, site: string): Promise<string> {
  const id = v7();
  await db.run("INSERT INTO devices (id, public_key, site, role, name, enrolled_at) VALUES (?, '', ?, 'station', '办公电脑', 0)", id, site);
  return id;
}
