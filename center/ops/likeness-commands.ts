import { tierOf } from '#shared/domain/site-code.ts';
import { followLog, forgetIndex } from '../store/likeness/follow.ts';
import { CommandFault, none, within, type Command } from './command.ts';

/** Photos taken in by one transaction: more than a request's, because nobody waits for the answer, and fewer pages are written. */
const AT_ONCE = 5_000;

/** `index-photos [--site COUNTY] [--rebuild]`: brings the index of alike photos up to date; or makes it anew. */
export const indexPhotosCommand: Command = async (options, rest, { out }) => {
  none(rest);
  const { site, rebuild = false } = options;
  if (site !== undefined && tierOf(site) !== 'county') throw new CommandFault('--site must be a county, a code of 6 digits.', 2);
  return await within(options, false, async ({ access: { db } }) => {
    const rows = await db.all('SELECT county FROM counties ORDER BY county');
    const counties = rows.map((row) => String(row['county'])).filter((county) => site === undefined || county === site);
    for (const county of counties) {
      if (rebuild) await forgetIndex(db, county);
      await followLog(db, county, Number.POSITIVE_INFINITY, AT_ONCE);
      const { photos } = (await db.get('SELECT count(*) AS photos FROM likeness_photos WHERE county = ?', county)) ?? {};
      out(`${county}: ${Number(photos ?? 0)} photos in the index\n`);
    }
    if (counties.length === 0) out('no county has records\n');
    return 0;
  });
};
