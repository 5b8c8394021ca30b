import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { S3Options } from '../../center/blobs/s3-bucket.ts';
import { signatureFault } from './s3-signature.ts';

/** What becomes of a request before the storage sees it: true where it was answered, or left unanswered, here. */
export type Interference = (request: IncomingMessage, response: ServerResponse) => boolean;

/** An S3 storage of its own; its files are in a folder that goes with it. */
export interface TestS3 {
  readonly options: S3Options;
  /** Method and path of each request that came, in order. */
  readonly requests: string[];
  /** From now on, each request is shown to this first; null for none. */
  interfere(by: Interference | null): void;
  /** Ends the server, as a power cut does; what it holds stays. */
  stop(): Promise<void>;
  /** Listens again, at the same address. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

const BUCKET = 'qiyou';
const KEY = 'S3RVER';

/** The storage itself checks no signature of version 4 and no body: what stands before it does, as AWS and MinIO do. */
export async function startS3(): Promise<TestS3> {
  const directory = await mkdtemp(join(tmpdir(), 'qiyou-s3-'));
  const storage = new S3rver({ address: '127.0.0.1', port: 0, directory, silent: true, vhostBuckets: false, serviceEndpoint: 'localhost', configureBuckets: [{ name: BUCKET, configs: [] }] });
  const inner = (await storage.run()).port;
  const requests: string[] = [];
  let interference: Interference | null = null;
  let server: Server | null = null;
  let port = 0;
  const start = async (): Promise<void> => {
    server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      if (interference?.(request, response) !== true) void passOn(request, response, inner);
    });
    await new Promise<void>((listening) => server?.listen(port, '127.0.0.1', listening));
    port = (server.address() as AddressInfo).port;
  };
  const stop = async (): Promise<void> => {
    const ended = new Promise<void>((closed) => (server === null ? closed() : server.close(() => closed())));
    server?.closeAllConnections();
    server = null;
    await ended;
  };
  await start();
  return {
    options: { bucket: BUCKET, prefix: 'photos', endpoint: `http://127.0.0.1:${port}`, region: 'cn-north-1', style: 'path', credentials: { accessKeyId: KEY, secretAccessKey: KEY } },
    requests,
    interfere: (by) => void (interference = by),
    start,
    stop,
    remove: async () => {
      await stop();
      await storage.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function passOn(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return;
  }
  const body = Buffer.concat(chunks);
  const fault = faultOf(request, body);
  if (fault !== null) {
    response.writeHead(fault.status, { 'content-type': 'application/xml' }).end(request.method === 'HEAD' ? '' : `<Error><Code>${fault.code}</Code><Message>no</Message></Error>`);
    return;
  }
  const passed = send({ host: '127.0.0.1', port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => response.destroy());
  passed.end(body);
}

function faultOf(request: IncomingMessage, body: Buffer): { readonly status: number; readonly code: string } | null {
  const code = signatureFault(request, { accessKeyId: KEY, secretAccessKey: KEY });
  if (code !== null) return { status: 403, code };
  const hash = createHash('sha256').update(body).digest('hex');
  return request.headers['x-amz-content-sha256'] === hash ? null : { status: 400, code: 'XAmzContentSHA256Mismatch' };
}
