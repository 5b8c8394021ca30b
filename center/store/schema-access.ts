import type { Dialect, Step } from './sql.ts';

/** Tables of `center/access` and the list of stored photos. SQLite: what version 2 adds to the released version 1. */
export const ACCESS_STEPS: Readonly<Record<Dialect, readonly Step[]>> = {
  sqlite: [
    `
    -- By how much the device's clock was off at its last contact, milliseconds; null where it never said.
    ALTER TABLE devices ADD COLUMN clock_skew_ms INTEGER;
    -- Rule L3: the code that a retired code's records are filed under now; '' where the code stands.
    ALTER TABLE divisions ADD COLUMN successor TEXT NOT NULL DEFAULT '';
    CREATE INDEX devices_revoked ON devices (id) WHERE revoked_at IS NOT NULL;
    -- Challenges that were answered, so that each is good once.
    CREATE TABLE used_nonces (nonce TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX used_nonces_by_time ON used_nonces (expires_at);
    `,
  ],
  postgres: [
    `
    CREATE TABLE divisions (
      code text COLLATE "C" PRIMARY KEY, tier text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
      parent text COLLATE "C" NOT NULL, site_record text COLLATE "C" NOT NULL, successor text COLLATE "C" NOT NULL DEFAULT ''
    );

    CREATE TABLE codes (
      hash text COLLATE "C" PRIMARY KEY, site text COLLATE "C" NOT NULL, role text COLLATE "C" NOT NULL,
      made_at bigint NOT NULL, expires_at bigint NOT NULL, device text COLLATE "C"
    );

    CREATE TABLE devices (
      id text COLLATE "C" PRIMARY KEY, public_key text COLLATE "C" NOT NULL, site text COLLATE "C" NOT NULL,
      role text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
      enrolled_at bigint NOT NULL, revoked_at bigint, last_contact bigint, clock_skew_ms bigint
    );
    CREATE INDEX devices_by_site ON devices (site);
    CREATE INDEX devices_revoked ON devices (id) WHERE revoked_at IS NOT NULL;

    CREATE TABLE sessions (token_hash text COLLATE "C" PRIMARY KEY, device text COLLATE "C" NOT NULL, expires_at bigint NOT NULL);
    CREATE INDEX sessions_by_device ON sessions (device);

    CREATE TABLE used_nonces (nonce text COLLATE "C" PRIMARY KEY, expires_at bigint NOT NULL);
    CREATE INDEX used_nonces_by_time ON used_nonces (expires_at);

    CREATE TABLE county_keys (county text COLLATE "C" PRIMARY KEY, key text COLLATE "C" NOT NULL);

    CREATE TABLE audit (
      seq bigint PRIMARY KEY, at bigint NOT NULL, event text COLLATE "C" NOT NULL, device text COLLATE "C" NOT NULL,
      site text COLLATE "C" NOT NULL, detail text COLLATE "C" NOT NULL, hash text COLLATE "C" NOT NULL
    );

    CREATE TABLE blobs (hash text COLLATE "C" PRIMARY KEY, size bigint NOT NULL, stored_at bigint NOT NULL);
    `,
  ],
};
