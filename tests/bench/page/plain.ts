import { Dexie } from 'dexie';
import { sameValue } from '#shared/domain/canonical.ts';
import { KINDS, type Kind } from '#shared/domain/record.ts';
import { collectionSchema } from '../../../renderer/data/replica/collection-schemas.ts';
import { plainDoc, type PlainDoc } from '../data/peer-docs.ts';
import type { Done, Job, Sample } from './job.ts';

/** Records that are written in one transaction. */
const BATCH = 1_000;

const PUSHED = 'plain-push';

interface Line {
  readonly kind: Kind;
  readonly doc: PlainDoc;
}

/** Plain Dexie tables with the indexes of our replica: those that the screens read by, and none of RxDB's own. */
function openTables(name: string): Dexie {
  const db = new Dexie(name);
  db.version(1).stores(Object.fromEntries(KINDS.map((kind) => [kind, indexesOf(kind)])));
  return db;
}

function indexesOf(kind: Kind): string {
  const indexes = (collectionSchema(kind).indexes ?? []).map((index) => (typeof index === 'string' ? index : index.length === 1 ? String(index[0]) : `[${index.join('+')}]`));
  return ['id', ...indexes].join(', ');
}

/** The limit of a pull: lines streamed into tables, the next ones parsed while the last are written. */
export async function pullPlain({ count, sample }: Job): Promise<Done> {
  const db = openTables('plain-pull');
  await db.open();
  const start = performance.now();
  const response = await fetch('/peers/plain/lines');
  if (response.body === null) throw new Error('no lines');
  let writing: Promise<void> = Promise.resolve();
  for await (const lines of batchesOf(response.body)) {
    await writing;
    writing = write(db, lines);
  }
  await writing;
  const ms = performance.now() - start;
  const done = { ms, count: await countOf(db), right: await rightOf(db, sample) };
  if (done.count !== count) throw new Error(`plain: ${done.count} of ${count}`);
  return done;
}

async function* batchesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Line[]> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  let lines: Line[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const parts = (rest + value).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) lines.push(JSON.parse(part) as Line);
    if (lines.length < BATCH) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}

function write(db: Dexie, lines: readonly Line[]): Promise<void> {
  const groups = Map.groupBy(lines, ({ kind }) => kind);
  return db.transaction('rw', [...groups.keys()], async () => {
    await Promise.all([...groups].map(([kind, own]) => db.table(kind).bulkAdd(own.map(({ doc }) => doc))));
  });
}

export async function preparePlain(records: readonly Sample[]): Promise<void> {
  const db = openTables(PUSHED);
  await write(db, records.map(({ kind, record }) => ({ kind, doc: plainDoc(kind, record) as PlainDoc })));
  db.close();
}

/** The limit of a push: records read from their tables and posted, a thousand at a time, two requests under way. */
export async function pushPlain({ count, sample }: Job): Promise<Done> {
  const db = openTables(PUSHED);
  await db.open();
  const start = performance.now();
  let underWay: Promise<void> = Promise.resolve();
  for (const kind of KINDS) {
    for (let after = ''; ; ) {
      const rows = (await db.table(kind).where('id').above(after).limit(BATCH).toArray()) as PlainDoc[];
      if (rows.length > 0) {
        const body = await packed(JSON.stringify({ records: rows.map(({ local: _local, removed, ...record }) => ({ ...record, removed: String(removed) === '1' })) }));
        await underWay;
        underWay = post(body);
      }
      if (rows.length < BATCH) break;
      after = rows.at(-1)?.id ?? '';
    }
  }
  await underWay;
  return { ms: performance.now() - start, count, right: sample.length };
}

async function post(body: ArrayBuffer): Promise<void> {
  const response = await fetch('/peers/plain/sink', { method: 'POST', headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' }, body });
  await response.json();
}

/** Text as it goes over the wire. */
export function packed(text: string): Promise<ArrayBuffer> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}

async function countOf(db: Dexie): Promise<number> {
  const counts = await Promise.all(KINDS.map((kind) => db.table(kind).count()));
  return counts.reduce((total, count) => total + count, 0);
}

async function rightOf(db: Dexie, sample: Job['sample']): Promise<number> {
  const found = await Promise.all(sample.map(async ({ kind, record }) => sameValue(await db.table(kind).get(record.id), plainDoc(kind, record))));
  return found.filter(Boolean).length;
}
