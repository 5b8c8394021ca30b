import { addToDigest, EMPTY_DIGEST, type SetDigest } from '#shared/protocol/digest.ts';
import type { Database } from './database.ts';
import { addressedTo } from './read.ts';
import { rangeOf } from './scope.ts';

interface Version {
  readonly site: string;
  readonly version: string;
}

/** Keeps the digests of the sites (rule C2) when a record's version `before` gives way to `after`. */
export function digestReplaced(db: Database, kind: string, id: string, before: Version | null, after: Version): void {
  if (before !== null) fold(db, before.site, kind, -1, markOf(kind, id, before.version));
  fold(db, after.site, kind, 1, markOf(kind, id, after.version));
}

/** By kind, over all that a pull of the scope sends. */
export function digestOf(db: Database, scope: string): Record<string, SetDigest> {
  return db.snapshot(() => {
    const { from, to } = rangeOf(scope);
    const sums = new Map<string, { count: number; xor: Buffer }>();
    for (const row of db.all('SELECT kind, count, xor FROM digests WHERE site >= ? AND site < ?', from, to)) {
      const sum = sums.get(String(row['kind'])) ?? { count: 0, xor: Buffer.alloc(32) };
      sums.set(String(row['kind']), { count: sum.count + Number(row['count']), xor: xored(sum.xor, row['xor'] as Uint8Array) });
    }
    const digests: Record<string, SetDigest> = {};
    for (const [kind, sum] of sums) if (sum.count > 0) digests[kind] = { count: sum.count, xor: sum.xor.toString('hex') };
    for (const { kind, id, version } of addressedTo(db, scope)) {
      digests[kind] = addToDigest(digests[kind] ?? EMPTY_DIGEST, kind, id, version);
    }
    return digests;
  });
}

function markOf(kind: string, id: string, version: string): Buffer {
  return Buffer.from(addToDigest(EMPTY_DIGEST, kind, id, version).xor, 'hex');
}

function fold(db: Database, site: string, kind: string, count: number, mark: Buffer): void {
  const row = db.get('SELECT xor FROM digests WHERE site = ? AND kind = ?', site, kind);
  const xor = row === undefined ? mark : xored(mark, row['xor'] as Uint8Array);
  db.run(
    'INSERT INTO digests (site, kind, count, xor) VALUES (?, ?, ?, ?) ON CONFLICT (site, kind) DO UPDATE SET count = count + excluded.count, xor = excluded.xor',
    site,
    kind,
    count,
    xor,
  );
}

function xored(a: Uint8Array, b: Uint8Array): Buffer {
  return Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));
}
