import type { AnyRecord } from '#shared/domain/record.ts';
import type { Dialect, Sql, Step } from '../sql.ts';
import { DigestDeltas, saveDigests } from './digest-deltas.ts';
import { partitioned } from './partitions.ts';

/**
 * Tables of the county log. SQLite: what version 2 adds to the released version 1. In PostgreSQL every table of records is
 * partitioned by county and every unique key contains it, so that Citus can distribute by that column (ADR 013).
 */
export const RECORD_STEPS: Readonly<Record<Dialect, readonly Step[]>> = {
  sqlite: [
    `
    ALTER TABLE records ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE history ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
    -- When it was accepted, by the center's clock; 0 before this was kept.
    ALTER TABLE history ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
    -- Rule D1: 1 where the version removed or emptied the record, 2 where a person at the center had confirmed that.
    ALTER TABLE history ADD COLUMN loss INTEGER NOT NULL DEFAULT 0;
    UPDATE history SET revision = (SELECT count(*) FROM history h WHERE h.kind = history.kind AND h.id = history.id AND h.written <= history.written);
    UPDATE records SET revision = (SELECT max(h.revision) FROM history h WHERE h.kind = records.kind AND h.id = records.id);
    CREATE INDEX history_losses ON history (device, at) WHERE loss > 0;

    DROP INDEX records_by_town;
    DROP INDEX records_by_village;
    CREATE INDEX records_by_town ON records (county, town, position);
    CREATE INDEX records_by_village ON records (county, village, position);

    ALTER TABLE evidence ADD COLUMN county TEXT NOT NULL DEFAULT '';
    ALTER TABLE service_minutes ADD COLUMN county TEXT NOT NULL DEFAULT '';
    UPDATE evidence SET county = substr(substr(site, 1, 6) || '00', 1, 6);
    UPDATE service_minutes SET county = substr(substr(site, 1, 6) || '00', 1, 6);

    ${common({ text: 'TEXT', bigint: 'INTEGER', bytes: 'BLOB', end: ' STRICT, WITHOUT ROWID' })}
    INSERT INTO meta (key, value) VALUES ('epoch', lower(hex(randomblob(16))));
    `,
    countAgain,
  ],
  postgres: [
    `
    -- Rule L1: the head of each county's log. A write raises it in its own transaction, under this row's lock.
    CREATE TABLE counties (county text COLLATE "C" PRIMARY KEY, head bigint NOT NULL) WITH (fillfactor = 50);

    CREATE TABLE records (
      kind text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, site text COLLATE "C" NOT NULL, county text COLLATE "C" NOT NULL,
      town text COLLATE "C" NOT NULL, village text COLLATE "C" NOT NULL, "to" text COLLATE "C" NOT NULL, position bigint NOT NULL,
      version text COLLATE "C" NOT NULL, revision bigint NOT NULL, removed integer NOT NULL, body text COLLATE "C" NOT NULL,
      PRIMARY KEY (kind, id, county)
    ) PARTITION BY HASH (county);
    CREATE UNIQUE INDEX records_by_county ON records (county, position);
    CREATE INDEX records_by_town ON records (county, town, position);
    CREATE INDEX records_by_village ON records (county, village, position);
    CREATE INDEX records_addressed ON records (county, "to", position) WHERE "to" <> '';
    ${partitioned('records')}

    -- Every version that was ever accepted. The base tells a retry from a return to an old content.
    CREATE TABLE history (
      county text COLLATE "C" NOT NULL, position bigint NOT NULL, kind text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
      version text COLLATE "C" NOT NULL, base text COLLATE "C", revision bigint NOT NULL, device text COLLATE "C" NOT NULL,
      at bigint NOT NULL, loss integer NOT NULL, body text COLLATE "C" NOT NULL,
      PRIMARY KEY (county, position)
    ) PARTITION BY HASH (county);
    CREATE INDEX history_by_record ON history (kind, id);
    CREATE INDEX history_losses ON history (device, at) WHERE loss > 0;
    ${partitioned('history')}

    -- What the center itself asks of evidence: who may send and fetch a photo, and where a station stands.
    CREATE TABLE evidence (
      id text COLLATE "C" NOT NULL, county text COLLATE "C" NOT NULL, site text COLLATE "C" NOT NULL, hash text COLLATE "C" NOT NULL,
      thumb_hash text COLLATE "C" NOT NULL, type text COLLATE "C" NOT NULL, item text COLLATE "C" NOT NULL,
      occurred_on text COLLATE "C" NOT NULL, removed integer NOT NULL,
      PRIMARY KEY (id, county)
    ) PARTITION BY HASH (county);
    CREATE INDEX evidence_by_hash ON evidence (hash, site);
    CREATE INDEX evidence_by_thumb ON evidence (thumb_hash, site);
    CREATE INDEX evidence_by_site ON evidence (site, removed, hash);
    ${partitioned('evidence')}

    CREATE TABLE service_minutes (
      id text COLLATE "C" NOT NULL, county text COLLATE "C" NOT NULL, site text COLLATE "C" NOT NULL, corrects text COLLATE "C" NOT NULL,
      minutes bigint NOT NULL, removed integer NOT NULL,
      PRIMARY KEY (id, county)
    ) PARTITION BY HASH (county);
    CREATE INDEX service_minutes_by_site ON service_minutes (site, corrects, removed, minutes);
    ${partitioned('service_minutes')}

    -- Digest of each site and kind, for reports.
    CREATE TABLE digests (
      site text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL, count bigint NOT NULL, xor bytea NOT NULL,
      PRIMARY KEY (site, kind)
    );

    ${common({ text: 'text COLLATE "C"', bigint: 'bigint', bytes: 'bytea', end: '' })}
    INSERT INTO meta (key, value) VALUES ('epoch', replace(gen_random_uuid()::text, '-', ''));
    `,
  ],
};

interface Types {
  readonly text: string;
  readonly bigint: string;
  readonly bytes: string;
  readonly end: string;
}

/** What is the same in both engines but for the names of types. */
function common({ text, bigint, bytes, end }: Types): string {
  return `
    CREATE TABLE meta (key ${text} PRIMARY KEY, value ${text} NOT NULL)${end};

    -- Rule L3: the places that records left, each with its last departure, and where the record is now.
    CREATE TABLE departures (
      kind ${text} NOT NULL, id ${text} NOT NULL, site ${text} NOT NULL, "to" ${text} NOT NULL,
      county ${text} NOT NULL, town ${text} NOT NULL, village ${text} NOT NULL, position ${bigint} NOT NULL,
      now_site ${text} NOT NULL, now_to ${text} NOT NULL,
      PRIMARY KEY (kind, id, site, "to", county)
    )${end};
    CREATE INDEX departures_by_county ON departures (county, position);
    CREATE INDEX departures_by_town ON departures (county, town, position);
    CREATE INDEX departures_by_village ON departures (county, village, position);
    CREATE INDEX departures_addressed ON departures (county, "to", position) WHERE "to" <> '';

    -- Rule C2: digest of each scope, kind and month of ids, kept with every write, so that a scope's digest is a few rows.
    CREATE TABLE scope_digests (
      county ${text} NOT NULL, scope ${text} NOT NULL, kind ${text} NOT NULL, month ${text} NOT NULL,
      count ${bigint} NOT NULL, removed ${bigint} NOT NULL, xor ${bytes} NOT NULL,
      PRIMARY KEY (county, scope, kind, month)
    )${end};

    -- Rule L3: each move of a village; "counts" is JSON, records filed anew by kind, "done" 1 where none is left.
    CREATE TABLE moves (
      id ${text} PRIMARY KEY, source ${text} NOT NULL, target ${text} NOT NULL, at ${bigint} NOT NULL, devices ${bigint} NOT NULL,
      late ${bigint} NOT NULL, done ${bigint} NOT NULL, counts ${text} NOT NULL
    )${end};
    CREATE INDEX moves_by_source ON moves (source, at);

    -- Where the positions below moved villages are now.
    CREATE TABLE moved_positions (code ${text} PRIMARY KEY, successor ${text} NOT NULL)${end};
    CREATE INDEX moved_positions_by_successor ON moved_positions (successor);

    -- Rule D1: writes that would remove or empty much, until a person decides.
    CREATE TABLE held (
      kind ${text} NOT NULL, id ${text} NOT NULL, device ${text} NOT NULL, push ${text} NOT NULL, site ${text} NOT NULL,
      county ${text} NOT NULL, version ${text} NOT NULL, base ${text}, body ${text} NOT NULL, at ${bigint} NOT NULL,
      PRIMARY KEY (kind, id, device)
    )${end};
    CREATE INDEX held_by_device ON held (device, push);
    CREATE INDEX held_by_push ON held (push);
  `;
}

/** Records counted at once while a database of version 1 is brought to version 2. */
const PAGE = 5_000;

/** Fills `scope_digests` from the records that are there. */
async function countAgain(tx: Sql): Promise<void> {
  for (let last = { county: '', position: 0 }; ; ) {
    const rows = await tx.all('SELECT county, position, kind, id, version, removed, body FROM records WHERE (county, position) > (?, ?) ORDER BY county, position LIMIT ?', last.county, last.position, PAGE);
    const deltas = new DigestDeltas();
    for (const row of rows) {
      const { site, id } = JSON.parse(String(row['body'])) as AnyRecord;
      deltas.add({ kind: String(row['kind']), id, site, version: String(row['version']), removed: row['removed'] === 1 }, 1);
    }
    await saveDigests(tx, deltas, { sites: false });
    const end = rows.at(-1);
    if (end === undefined) return;
    last = { county: String(end['county']), position: Number(end['position']) };
  }
}
