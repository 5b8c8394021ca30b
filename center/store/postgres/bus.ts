import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Bus } from '../bus.ts';
import { clientOptions } from './database.ts';

const CHANNEL = 'qiyou';

/** What is sent within this time goes together, in milliseconds. */
const GATHER = 20;

/** PostgreSQL takes less than 8,000 bytes at once. */
const MAX_PAYLOAD = 7_000;

/** Messages that wait for a connection; more are dropped, since whoever missed one looks for himself anyway. */
const MAX_WAITING = 1_000;

/** How long until the connection is tried again, in milliseconds: at first, and at most. */
const FIRST_RETRY = 100;
const LAST_RETRY = 5_000;

/** A connection over which nothing comes is asked this often whether it is still there, in milliseconds. */
const CHECK_EVERY = 15_000;

/**
 * The bus over LISTEN and NOTIFY, on one connection of its own. What is sent goes out in transactions of its own, some
 * milliseconds after the write it tells of: a NOTIFY within the write would make every commit of the database wait for
 * the one before (PostgreSQL holds one lock for all of them), and one that gets lost is made good by the next look.
 */
export class PostgresBus implements Bus {
  readonly #url: string;
  /** Tells this process's own messages from those of others: a server sends them to all. */
  readonly #me = randomBytes(8).toString('hex');
  #client: pg.Client | null = null;
  #hear: (message: unknown) => void = () => undefined;
  #lost: () => void = () => undefined;
  #waiting: string[] = [];
  #gathering: NodeJS.Timeout | null = null;
  #checking: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(url: string) {
    this.#url = url;
  }

  async listen(hear: (message: unknown) => void, lost: () => void): Promise<void> {
    this.#hear = hear;
    this.#lost = lost;
    await this.#connect();
    this.#checking = setInterval(() => this.#check(), CHECK_EVERY);
    this.#checking.unref();
  }

  send(message: object): void {
    if (this.#closed || this.#waiting.length >= MAX_WAITING) return;
    this.#waiting.push(JSON.stringify(message));
    this.#gathering ??= setTimeout(() => this.#flush(), GATHER);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#checking !== null) clearInterval(this.#checking);
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    const client = this.#client;
    this.#flush();
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  #flush(): void {
    this.#gathering = null;
    const client = this.#client;
    if (client === null || this.#waiting.length === 0) return;
    const payloads = packed(this.#me, this.#waiting);
    this.#waiting = [];
    // A failure shows as the end of the connection.
    client.query('SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload', [CHANNEL, payloads]).catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ ...clientOptions(this.#url), application_name: 'qiyou-center news' });
    const dropped = (): void => {
      if (this.#client !== client) return;
      this.#client = null;
      void this.#reconnect();
    };
    client.on('error', dropped);
    client.on('end', dropped);
    client.on('notification', ({ payload }) => this.#receive(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
    this.#flush();
  }

  async #reconnect(): Promise<void> {
    for (let wait = FIRST_RETRY; !this.#closed; wait = Math.min(2 * wait, LAST_RETRY)) {
      await pause(wait);
      if (this.#closed) return;
      try {
        await this.#connect();
      } catch {
        continue;
      }
      if (this.#closed) return await this.close();
      return this.#lost();
    }
  }

  /** A line that went dead without a word is found out and replaced. */
  #check(): void {
    const client = this.#client;
    if (client === null) return;
    const impatience = setTimeout(() => client.connection.stream.destroy(), CHECK_EVERY / 2);
    client
      .query('SELECT 1')
      .catch(() => undefined)
      .finally(() => clearTimeout(impatience));
  }

  #receive(payload: string): void {
    const [from, ...messages] = partsOf(payload);
    if (from !== this.#me) for (const message of messages) this.#hear(message);
  }
}

/** Messages in as few payloads as can be, each a JSON array that begins with the sender. */
function packed(from: string, messages: readonly string[]): string[] {
  const payloads: string[] = [];
  const first = JSON.stringify(from);
  let part = [first];
  let size = first.length;
  for (const message of messages) {
    const bytes = Buffer.byteLength(message) + 1;
    if (bytes > MAX_PAYLOAD) continue;
    if (size + bytes > MAX_PAYLOAD) {
      payloads.push(`[${part.join(',')}]`);
      part = [first];
      size = first.length;
    }
    part.push(message);
    size += bytes;
  }
  if (part.length > 1) payloads.push(`[${part.join(',')}]`);
  return payloads;
}

function partsOf(payload: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(payload);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
