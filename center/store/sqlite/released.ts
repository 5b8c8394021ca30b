/** The schema of version 1, as it was released: never edited. What changes is a new step, see `../steps.ts`. */
const RECORDS = `
  -- Rule L1: the head of each county's log. A write raises it in its own transaction.
  CREATE TABLE counties (county TEXT PRIMARY KEY, head INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE records (
    kind TEXT NOT NULL, id TEXT NOT NULL,
    site TEXT NOT NULL, county TEXT NOT NULL, town TEXT NOT NULL, village TEXT NOT NULL, "to" TEXT NOT NULL,
    position INTEGER NOT NULL, version TEXT NOT NULL, removed INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT;
  CREATE UNIQUE INDEX records_by_county ON records (county, position);
  CREATE INDEX records_by_town ON records (town, position);
  CREATE INDEX records_by_village ON records (village, position);
  CREATE INDEX records_addressed ON records (county, "to", position) WHERE "to" <> '';

  -- Every version that was ever accepted. The base tells a retry from a return to an old content.
  CREATE TABLE history (
    written INTEGER PRIMARY KEY,
    county TEXT NOT NULL, position INTEGER NOT NULL,
    kind TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL, base TEXT, device TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (county, position)
  ) STRICT;
  CREATE INDEX history_by_record ON history (kind, id);

  -- Rule C2: digest of each site and kind, kept with every write, so that a scope's digest is a sum of few rows.
  CREATE TABLE digests (
    site TEXT NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL, xor BLOB NOT NULL,
    PRIMARY KEY (site, kind)
  ) STRICT, WITHOUT ROWID;

  -- What the center itself asks of evidence: who may send and fetch a photo, and where a station stands.
  CREATE TABLE evidence (
    id TEXT PRIMARY KEY, site TEXT NOT NULL, hash TEXT NOT NULL, thumb_hash TEXT NOT NULL, type TEXT NOT NULL,
    item TEXT NOT NULL, occurred_on TEXT NOT NULL, removed INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX evidence_by_hash ON evidence (hash, site);
  CREATE INDEX evidence_by_thumb ON evidence (thumb_hash, site);
  CREATE INDEX evidence_by_site ON evidence (site, removed, hash);

  CREATE TABLE service_minutes (
    id TEXT PRIMARY KEY, site TEXT NOT NULL, corrects TEXT NOT NULL, minutes INTEGER NOT NULL, removed INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX service_minutes_by_site ON service_minutes (site, corrects, removed, minutes);

  CREATE TABLE blobs (hash TEXT PRIMARY KEY, size INTEGER NOT NULL, stored_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

const ACCESS = `
  CREATE TABLE divisions (
    code TEXT PRIMARY KEY, tier TEXT NOT NULL, name TEXT NOT NULL, parent TEXT NOT NULL, site_record TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE codes (
    hash TEXT PRIMARY KEY, site TEXT NOT NULL, role TEXT NOT NULL,
    made_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, device TEXT
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE devices (
    id TEXT PRIMARY KEY, public_key TEXT NOT NULL, site TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL,
    enrolled_at INTEGER NOT NULL, revoked_at INTEGER, last_contact INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX devices_by_site ON devices (site);

  CREATE TABLE sessions (token_hash TEXT PRIMARY KEY, device TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_by_device ON sessions (device);

  -- One key for each county, for the keyed hashes of ID numbers.
  CREATE TABLE county_keys (county TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT NULL, device TEXT NOT NULL, site TEXT NOT NULL,
    detail TEXT NOT NULL, hash TEXT NOT NULL
  ) STRICT;
`;

export const RELEASED = RECORDS + ACCESS;
