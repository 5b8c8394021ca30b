import type { Dialect, Step } from './sql.ts';

/**
 * Rule C1, what follows from it for photos: to which sites bytes are known, because they sent them, or were shown them. What
 * was stored before this was kept counts as known where it was named then.
 */
export const BLOB_STEPS: Readonly<Record<Dialect, readonly Step[]>> = {
  sqlite: [stepFor('TEXT', ' STRICT, WITHOUT ROWID')],
  postgres: [stepFor('text COLLATE "C"', '')],
};

function stepFor(text: string, end: string): string {
  return `
    CREATE TABLE blob_sites (hash ${text} NOT NULL, site ${text} NOT NULL, PRIMARY KEY (hash, site))${end};
    INSERT INTO blob_sites (hash, site)
      SELECT e.hash, substr(e.site, 1, 12) FROM evidence e JOIN blobs b ON b.hash = e.hash
      UNION
      SELECT e.thumb_hash, substr(e.site, 1, 12) FROM evidence e JOIN blobs b ON b.hash = e.thumb_hash;
  `;
}
