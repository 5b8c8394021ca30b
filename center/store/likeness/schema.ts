import { partitioned } from '../records/partitions.ts';
import type { Dialect } from '../sql.ts';

/** The index of photos that look alike, made out of the records and to be thrown away at any time (ADR 019). */
export const LIKENESS: Readonly<Record<Dialect, string>> = {
  sqlite: `
    -- Up to where each county's log was looked through, and how many photos have a number.
    CREATE TABLE likeness_marks (county TEXT PRIMARY KEY, position INTEGER NOT NULL, numbered INTEGER NOT NULL) STRICT, WITHOUT ROWID;

    -- Photos by the number that postings name; what they were found by when they got it.
    CREATE TABLE likeness_photos (
      county TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, likeness TEXT NOT NULL, phash TEXT NOT NULL,
      PRIMARY KEY (county, number)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX likeness_photos_by_id ON likeness_photos (county, id);
    CREATE INDEX likeness_photos_by_phash ON likeness_photos (county, phash) WHERE phash <> '';

    -- "part": of the photos by number, so that new ones change few pages; "slot": which band of which window; "value": the least
    -- form of its 16 bits; "photos": 20 bytes for each photo that has it there.
    CREATE TABLE likeness_postings (
      county TEXT NOT NULL, part INTEGER NOT NULL, slot INTEGER NOT NULL, value INTEGER NOT NULL, photos BLOB NOT NULL,
      PRIMARY KEY (county, part, slot, value)
    ) STRICT, WITHOUT ROWID;
  `,
  postgres: `
    CREATE TABLE likeness_marks (county text COLLATE "C" PRIMARY KEY, position bigint NOT NULL, numbered bigint NOT NULL);

    CREATE TABLE likeness_photos (
      county text COLLATE "C" NOT NULL, number bigint NOT NULL, id text COLLATE "C" NOT NULL, likeness text COLLATE "C" NOT NULL,
      phash text COLLATE "C" NOT NULL,
      PRIMARY KEY (county, number)
    ) PARTITION BY HASH (county);
    CREATE UNIQUE INDEX likeness_photos_by_id ON likeness_photos (county, id);
    CREATE INDEX likeness_photos_by_phash ON likeness_photos (county, phash) WHERE phash <> '';
    ${partitioned('likeness_photos')}

    CREATE TABLE likeness_postings (
      county text COLLATE "C" NOT NULL, part integer NOT NULL, slot integer NOT NULL, value integer NOT NULL, photos bytea NOT NULL,
      PRIMARY KEY (county, part, slot, value)
    ) PARTITION BY HASH (county);
    ${partitioned('likeness_postings')}
  `,
};
