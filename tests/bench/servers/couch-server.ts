import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, sendJson } from './http.ts';

/** A document as it is sent: its JSON with `_id`, `_rev` and `_revisions`, made once. */
interface Stored {
  readonly id: string;
  readonly rev: string;
  readonly json: string;
}

interface PushedDoc {
  readonly _id: string;
  readonly _rev: string;
}

/**
 * The part of CouchDB's protocol that PouchDB's replication uses, in memory and with every answer's documents made in
 * advance, so that no figure of the peer is its server's. One revision a document.
 */
export class CouchServer {
  readonly #docs: Stored[] = [];
  readonly #byId = new Map<string, Stored>();
  readonly #local = new Map<string, { readonly rev: number; readonly json: string }>();

  /** Puts a document in; `content` has no `_id` and no `_rev`. */
  add(id: string, content: object): void {
    const body = JSON.stringify(content);
    const hash = createHash('md5').update(body).digest('hex');
    const head = `{"_id":${JSON.stringify(id)},"_rev":"1-${hash}","_revisions":{"start":1,"ids":["${hash}"]}`;
    this.#store({ id, rev: `1-${hash}`, json: body === '{}' ? `${head}}` : `${head},${body.slice(1)}` });
  }

  get size(): number {
    return this.#docs.length;
  }

  clear(): void {
    this.#docs.length = 0;
    this.#byId.clear();
    this.#local.clear();
  }

  /** Answers a request; `path` is what follows the database's address: '' or '/_changes' and so on. */
  async answer(request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams): Promise<void> {
    if (path.startsWith('/_local/')) return this.#answerLocal(request, response, path);
    if (path === '/_changes') return sendJson(request, response, this.#changes(Number(query.get('since') ?? 0), Number(query.get('limit') ?? 100)));
    if (path === '/_all_docs') return sendJson(request, response, this.#allDocs());
    if (request.method === 'POST') {
      const body = JSON.parse((await bodyOf(request)).toString('utf8')) as unknown;
      if (path === '/_bulk_get') return sendJson(request, response, this.#bulkGet(body as { docs: { id: string }[] }));
      if (path === '/_revs_diff') return sendJson(request, response, this.#revsDiff(body as Record<string, string[]>));
      if (path === '/_bulk_docs') return sendJson(request, response, this.#bulkDocs(body as { docs: PushedDoc[] }), 201);
    }
    if (path === '' || path === '/') return sendJson(request, response, this.#info());
    return sendJson(request, response, '{"error":"not_found","reason":"missing"}', 404);
  }

  #store(doc: Stored): void {
    this.#byId.set(doc.id, doc);
    this.#docs.push(doc);
  }

  #info(): string {
    return JSON.stringify({ db_name: 'records', doc_count: this.#docs.length, update_seq: this.#docs.length, instance_start_time: '0' });
  }

  #changes(since: number, limit: number): string {
    const rows = this.#docs.slice(since, since + limit).map(({ id, rev }, index) => `{"seq":${since + index + 1},"id":"${id}","changes":[{"rev":"${rev}"}]}`);
    const last = since + rows.length;
    return `{"results":[${rows.join(',\n')}],"last_seq":${last},"pending":${this.#docs.length - last}}`;
  }

  #allDocs(): string {
    const rows = this.#docs.map(({ id, rev }) => ({ id, key: id, value: { rev } }));
    return JSON.stringify({ total_rows: rows.length, offset: 0, rows });
  }

  #bulkGet({ docs }: { readonly docs: readonly { readonly id: string }[] }): string {
    const results = docs.map(({ id }) => `{"id":"${id}","docs":[{"ok":${this.#byId.get(id)?.json ?? 'null'}}]}`);
    return `{"results":[${results.join(',')}]}`;
  }

  #revsDiff(asked: Readonly<Record<string, readonly string[]>>): string {
    const missing = Object.entries(asked).flatMap(([id, revs]) => (this.#byId.has(id) ? [] : [[id, { missing: revs }] as const]));
    return JSON.stringify(Object.fromEntries(missing));
  }

  /** Replicated documents keep their revisions; nothing is answered where all were taken. */
  #bulkDocs({ docs }: { readonly docs: readonly PushedDoc[] }): string {
    for (const doc of docs) if (!this.#byId.has(doc._id)) this.#store({ id: doc._id, rev: doc._rev, json: JSON.stringify(doc) });
    return '[]';
  }

  async #answerLocal(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.method === 'PUT') {
      const rev = (this.#local.get(path)?.rev ?? 0) + 1;
      const doc = { ...(JSON.parse((await bodyOf(request)).toString('utf8')) as object), _rev: `0-${rev}` };
      this.#local.set(path, { rev, json: JSON.stringify(doc) });
      return sendJson(request, response, JSON.stringify({ ok: true, id: decodeURIComponent(path.slice(1)), rev: `0-${rev}` }), 201);
    }
    const known = this.#local.get(path);
    return sendJson(request, response, known?.json ?? '{"error":"not_found","reason":"missing"}', known === undefined ? 404 : 200);
  }
}
