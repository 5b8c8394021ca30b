import type { Overview, SiteOverview } from '#shared/protocol/overview.ts';

/** A site as the overview shows it. */
export interface SiteRow {
  /** Its division code. */
  readonly id: string;
  readonly site: SiteOverview;
  /** Names of the divisions between the scope and it, top first. */
  readonly above: readonly string[];
  /** Records that came from the stations; what the center itself makes is left out. */
  readonly records: number;
  /** Stations that it is or has below it: all, in contact within a week, and never in contact. */
  readonly stations: number;
  readonly contacted: number;
  readonly never: number;
  /** Last contact of any device of it or below it, milliseconds since 1970 by the center's clock; null where there was none. */
  readonly lastContact: number | null;
  /** What a search looks in, and the key that sorts names by pinyin. */
  readonly find: string;
  readonly nameKey: string;
}

/** Spells names; given by the caller, who keeps what was spelled before. */
export interface Speller {
  readonly find: (name: string) => string;
  readonly nameKey: (name: string) => string;
}

/** A station that was in contact within this time counts as reached. */
const CONTACT_MS = 7 * 86_400_000;

/** Kinds that the center makes for its sites. */
const MADE_AT_CENTER = new Set(['sites', 'standards']);

/**
 * The rows of all sites, the scope itself among them. A division's records, photos, haves and minutes contain those
 * below it already; devices and contacts are of each site alone and are gathered here.
 * @param now milliseconds since 1970 by the center's clock
 */
export function rowsOf({ sites }: Overview, now: number, speller: Speller): SiteRow[] {
  const byCode = new Map(sites.map((site) => [site.code, site]));
  const below = contactsOf(sites, byCode, now);
  return sites.map((site) => ({
    id: site.code,
    site,
    above: namesAbove(site, byCode),
    records: Object.entries(site.records).reduce((sum, [kind, count]) => (MADE_AT_CENTER.has(kind) ? sum : sum + count), 0),
    ...(below.get(site.code) ?? { stations: 0, contacted: 0, never: 0, lastContact: site.lastContact }),
    find: `${site.code} ${speller.find(site.name)}`,
    nameKey: speller.nameKey(site.name),
  }));
}

type Contacts = Pick<SiteRow, 'stations' | 'contacted' | 'never' | 'lastContact'>;

function contactsOf(sites: readonly SiteOverview[], byCode: ReadonlyMap<string, SiteOverview>, now: number): Map<string, Contacts> {
  const sums = new Map<string, Contacts>();
  for (const site of sites) {
    const isStation = site.tier === 'village';
    for (const code of withParents(site, byCode)) {
      const sum = sums.get(code) ?? { stations: 0, contacted: 0, never: 0, lastContact: null };
      sums.set(code, {
        stations: sum.stations + (isStation ? 1 : 0),
        contacted: sum.contacted + (isStation && site.lastContact !== null && now - site.lastContact <= CONTACT_MS ? 1 : 0),
        never: sum.never + (isStation && site.lastContact === null ? 1 : 0),
        lastContact: later(sum.lastContact, site.lastContact),
      });
    }
  }
  return sums;
}

function later(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

/** The site's code and those of the divisions above it that are in the overview, lowest first. */
function withParents(site: SiteOverview, byCode: ReadonlyMap<string, SiteOverview>): string[] {
  const codes: string[] = [];
  for (let at: SiteOverview | undefined = site; at !== undefined && !codes.includes(at.code); at = byCode.get(at.parent)) codes.push(at.code);
  return codes;
}

function namesAbove(site: SiteOverview, byCode: ReadonlyMap<string, SiteOverview>): string[] {
  const [, ...parents] = withParents(site, byCode);
  // The topmost is the scope itself, which everything is below of.
  return parents.slice(0, -1).toReversed().map((code) => byCode.get(code)?.name ?? code);
}

/** What a person asked to see. */
export interface Wanted {
  /** Code of the division whose sites are shown. */
  readonly within: string;
  /** `next`: what lies directly below it; `stations`: all stations below it. */
  readonly view: 'next' | 'stations';
  readonly words: string;
  /** Only stations without contact within a week. */
  readonly uncontacted: boolean;
  /** Only sites with photos that are still to come. */
  readonly awaited: boolean;
}

/** The rows that fit. Searching and filtering look at everything below, whatever the view. */
export function pick(rows: readonly SiteRow[], { within, view, words, uncontacted, awaited }: Wanted, now: number): SiteRow[] {
  const parts = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const searching = parts.length > 0;
  return rows.filter(({ id, site, find, lastContact }) => {
    if (id === within || !id.startsWith(within)) return false;
    const isStation = site.tier === 'village';
    if (!parts.every((word) => find.includes(word))) return false;
    if (uncontacted && (!isStation || (lastContact !== null && now - lastContact <= CONTACT_MS))) return false;
    if (awaited && (!isStation || site.photosAwaited === 0)) return false;
    if (searching || uncontacted || awaited) return true;
    return view === 'stations' ? isStation : site.parent === within;
  });
}
