import { mkdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { BlobStore } from '#shared/ports/blob-store.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { RecordStore } from '#shared/ports/record-store.ts';
import { AnonymousRefusals } from '../access/audit.ts';
import type { AccessContext } from '../access/context.ts';
import { resumeMoves } from '../access/moves.ts';
import { Nonces } from '../access/nonces.ts';
import type { RateLimits } from '../routes/center.ts';
import { NewsHub } from '../routes/news-hub.ts';
import { buildServer, type ServerOptions } from '../routes/server.ts';
import type { Bus } from '../store/bus.ts';
import { PostgresBus } from '../store/postgres/bus.ts';
import { backUpDaily } from './daily-backup.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { lockDataFolder } from './instance-lock.ts';
import { openBlobs, type BlobsWanted, type OpenedBlobs } from './open-blobs.ts';
import { systemClock } from './system.ts';

export interface CenterOptions {
  /** Folder of the photos, unless they are in S3, and of the database where it is SQLite; made where it is not there. */
  readonly dataDir: string;
  /** `postgres://…`: a PostgreSQL database, which several centers may share, with one data folder for all of them. */
  readonly database?: string;
  /** Connections to PostgreSQL that this process holds at most, besides one for news (default: 10). */
  readonly connections?: number;
  /** Where the photos are, where that is not the data folder; what is left out is as it was the last time. */
  readonly blobs?: BlobsWanted;
  readonly host?: string;
  /** 0 for any free port. */
  readonly port?: number;
  /** What the center calls itself to its devices. */
  readonly name?: string;
  readonly clock?: Clock;
  readonly logLevel?: string;
  /** The county's limit for photos: longer edge in pixels. */
  readonly photoEdge?: number;
  readonly limits?: Partial<RateLimits>;
  /** A backup of the data folder each day; where the database is SQLite. */
  readonly backup?: { readonly to: string; readonly keep: number };
  /** PEM. Without it the center speaks plain HTTP, for a machine's own use or behind a proxy. */
  readonly tls?: ServerOptions['tls'];
  /** Addresses or networks of the proxies in front of it, whose word on a station's own address is taken. */
  readonly proxies?: ServerOptions['proxies'];
}

/** A center that is listening. */
export interface RunningCenter {
  readonly url: string;
  readonly port: number;
  readonly store: RecordStore;
  readonly blobs: BlobStore;
  /** For `makeCode`, `loadDivisions`, `revokeDevice` and the like of `center/access`. */
  readonly access: AccessContext;
  /** Ends open streams, finishes running requests, and lets the data folder go. */
  close(): Promise<void>;
}

const DEFAULT_LIMITS: RateLimits = { enrol: 60, session: 6_000 };

/** How long a stopping center waits for running requests, in milliseconds. */
const GRACE = 5_000;

/**
 * How soon what no message tells of is noticed, in milliseconds. A SQLite file has no messages between processes; on
 * PostgreSQL they come over the bus, and a look is for what got lost and for what the command line did.
 */
const POLL_EVERY = { sqlite: 300, postgres: 1_000 } as const;

/**
 * Starts a center on a data folder, and a PostgreSQL database where one is named.
 * @throws AlreadyRunning where another center holds the folder
 * @throws DatabaseFault where the database cannot be used
 * @throws BlobsFault where the photos cannot be kept where they were asked to be
 */
export async function startCenter(options: CenterOptions): Promise<RunningCenter> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o750 });
  const { database } = options;
  const unlock = database === undefined ? lockDataFolder(options.dataDir) : () => undefined;
  try {
    const folder = await openDataFolder(options, options.clock ?? systemClock);
    const bus = database === undefined ? null : new PostgresBus(database);
    return await serveFrom(options, folder, bus, unlock).catch(async (error: unknown) => {
      await bus?.close();
      await folder.close();
      throw error;
    });
  } catch (error) {
    unlock();
    throw error;
  }
}

async function serveFrom(options: CenterOptions, folder: DataFolder, bus: Bus | null, unlock: () => void): Promise<RunningCenter> {
  const photos = await openBlobs(options.dataDir, options.blobs ?? {}, bus !== null);
  const release = (): void => {
    photos.close();
    unlock();
  };
  return await serve(options, folder, bus, photos, release).catch((error: unknown) => {
    photos.close();
    throw error;
  });
}

async function serve(options: CenterOptions, folder: DataFolder, bus: Bus | null, { blobs, warning }: OpenedBlobs, unlock: () => void): Promise<RunningCenter> {
  const { access, store } = folder;
  const report: { failed: (error: unknown) => void } = { failed: () => undefined };
  const news = await NewsHub.open({ db: access.db, clock: access.clock, bus, failed: (error) => report.failed(error) });
  const settings = { name: options.name ?? '新时代文明实践中心', photoEdge: options.photoEdge ?? 1_600 };
  const anonymous = new AnonymousRefusals(access);
  const center = { access, store, blobs, news, settings, anonymous, nonces: new Nonces(access), limits: { ...DEFAULT_LIMITS, ...options.limits } };
  const server = await buildServer(center, { logLevel: options.logLevel ?? 'silent', ...(options.tls === undefined ? {} : { tls: options.tls }), proxies: options.proxies ?? [] });
  const requests = countRequests(server);
  if (warning !== '') server.log.error(warning);
  // A database that is locked or away for a moment must not end the process; the next look tries again.
  report.failed = (error) => server.log.error({ err: error }, 'looking for news failed');
  await resumeMoves(access);
  const url = await server.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 8443 });
  const poll = setInterval(() => void news.poll(), POLL_EVERY[access.db.dialect]);
  const stopBackups = startBackups(options, access.clock, server);
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    clearInterval(poll);
    stopBackups();
    await news.close();
    await closeServer(server, requests);
    await anonymous.flush();
    await bus?.close();
    await folder.close();
    unlock();
  };
  return { url, port: portOf(server), store, blobs, access, close: () => (closing ??= close()) };
}

function startBackups({ dataDir, backup }: CenterOptions, clock: Clock, { log }: FastifyInstance): () => void {
  if (backup === undefined) return () => undefined;
  return backUpDaily({ dataDir, ...backup, clock, info: (message) => log.info(message), failed: (message) => log.error(message) });
}

/** Answers how many requests are running. */
function countRequests({ server }: FastifyInstance): () => number {
  let running = 0;
  server.on('request', (_request, response: ServerResponse) => {
    running += 1;
    response.once('close', () => (running -= 1));
  });
  return () => running;
}

/** Lets running requests finish, but not for ever; connections without one, also those that never made any, are not waited for. */
async function closeServer(server: FastifyInstance, running: () => number): Promise<void> {
  const tidy = setInterval(() => {
    if (running() === 0) server.server.closeAllConnections();
    else server.server.closeIdleConnections();
  }, 50);
  const impatience = setTimeout(() => server.server.closeAllConnections(), GRACE);
  await server.close().finally(() => {
    clearInterval(tidy);
    clearTimeout(impatience);
  });
}

function portOf(server: FastifyInstance): number {
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
