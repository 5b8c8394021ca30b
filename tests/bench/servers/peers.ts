/**
 * A process with the servers that the peers of the benchmarks talk to: `node peers.ts SITE COUNT SEED`. It makes the
 * records itself, the same from the same seed, and prints its address.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { couchDoc, plainLine } from '../data/peer-docs.ts';
import { makeRecords } from '../data/make-records.ts';
import { CouchServer } from './couch-server.ts';
import { sendJson } from './http.ts';
import { PlainServer } from './plain-server.ts';

const [site = '', count = '0', seed = '1'] = process.argv.slice(2);
const records = makeRecords({ site, count: Number(count), seed: Number(seed) });
const couch = new CouchServer();
/** Empty, for what is pushed. */
const inbox = new CouchServer();
for (const made of records) {
  const { id, content } = couchDoc(made);
  couch.add(id, content);
}
const plain = new PlainServer(records.map(plainLine));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://peers');
  if (pathname.startsWith('/couch/records')) return couch.answer(request, response, pathname.slice('/couch/records'.length), searchParams);
  if (pathname.startsWith('/couch/inbox')) return inbox.answer(request, response, pathname.slice('/couch/inbox'.length), searchParams);
  if (pathname === '/couch' || pathname === '/couch/') return sendJson(request, response, '{"couchdb":"Welcome","version":"3.3.0"}');
  if (pathname.startsWith('/plain')) return plain.answer(request, response, pathname.slice('/plain'.length));
  if (pathname === '/counts') return sendJson(request, response, JSON.stringify({ inbox: inbox.size, taken: plain.taken }));
  return sendJson(request, response, '{}', 404);
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.destroy();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`listening on http://127.0.0.1:${address.port}\n`);
});
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
