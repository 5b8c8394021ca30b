import { canonical } from '#shared/domain/canonical.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Database, Row, Sql } from '../store/sql.ts';
import { LOCKS } from '../store/locks.ts';
import type { AccessContext } from './context.ts';
import { sha256Of } from './crypto.ts';

export const AUDIT_EVENTS = [
  'divisionsLoaded',
  'codeMade',
  'enrolled',
  'enrolRefused',
  'sessionRefused',
  'credentialRefused',
  'scopeRefused',
  'deviceRevoked',
  'clockOff',
  'villageMoved',
  'pushHeld',
  'heldConfirmed',
  'heldRejected',
  'recovered',
] as const;
export type AuditEvent = (typeof AUDIT_EVENTS)[number];

/** One line of the audit trail. `at` is the center's clock, milliseconds since 1970. */
export interface AuditEntry {
  readonly seq: number;
  readonly at: number;
  readonly event: string;
  /** Device concerned, or ''. */
  readonly device: string;
  /** Division code concerned, or ''. */
  readonly site: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** SHA-256 over the previous line's hash and this line's canonical JSON without `hash`. */
  readonly hash: string;
}

const FIRST = '0'.repeat(64);

/** Whom a line is about. */
interface Subject {
  readonly device?: string;
  readonly site?: string;
}

/** Adds a line to the trail, durably. Never put a secret into it. */
export async function audit(
  { db, clock }: Pick<AccessContext, 'db' | 'clock'>,
  event: AuditEvent,
  subject: Subject,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await db.write((tx) => auditWithin(tx, clock, event, subject, detail));
}

/**
 * The same within the caller's write transaction; there best as its last statement, since on PostgreSQL all processes
 * wait here for each other's lines until they are committed: the chain never forks.
 */
export async function auditWithin(tx: Sql, clock: Clock, event: AuditEvent, subject: Subject, detail: Readonly<Record<string, unknown>> = {}): Promise<void> {
  if (tx.dialect === 'postgres') await tx.get('SELECT pg_advisory_xact_lock(?, ?)', ...LOCKS.audit);
  const last = await tx.get('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
  const line = { seq: Number(last?.['seq'] ?? 0) + 1, at: clock.now(), event, device: subject.device ?? '', site: subject.site ?? '', detail };
  const hash = hashAfter(String(last?.['hash'] ?? FIRST), line);
  await tx.run(
    'INSERT INTO audit (seq, at, event, device, site, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    line.seq,
    line.at,
    line.event,
    line.device,
    line.site,
    canonical(detail),
    hash,
  );
}

/** Lines a minute that requests without any known device may add. */
const ANONYMOUS_LINES = 60;
const MINUTE = 60_000;

/**
 * Refusals of requests that name no device. Anyone can send those, as many as they like; past sixty in a minute they are
 * counted, and one line says how many there were, so that nobody can fill the disk from outside.
 */
export class AnonymousRefusals {
  readonly #context: Pick<AccessContext, 'db' | 'clock'>;
  #since = 0;
  #lines = 0;
  #uncounted = 0;

  constructor(context: Pick<AccessContext, 'db' | 'clock'>) {
    this.#context = context;
  }

  async add(detail: Readonly<Record<string, unknown>>): Promise<void> {
    const now = this.#context.clock.now();
    if (Math.abs(now - this.#since) >= MINUTE) {
      this.#since = now;
      this.#lines = 0;
      await this.flush();
    }
    this.#lines += 1;
    if (this.#lines > ANONYMOUS_LINES) this.#uncounted += 1;
    else await audit(this.#context, 'credentialRefused', {}, detail);
  }

  /** Writes down how many were left out; to be called before the center stops, too. */
  async flush(): Promise<void> {
    const count = this.#uncounted;
    this.#uncounted = 0;
    if (count > 0) await audit(this.#context, 'credentialRefused', {}, { reason: 'more of the same', count });
  }
}

/** The newest lines, oldest of them first. */
export async function auditTrail(db: Sql, limit = 1_000): Promise<AuditEntry[]> {
  const rows = await db.all('SELECT * FROM audit ORDER BY seq DESC LIMIT ?', limit);
  return rows.map(entryOf).toReversed();
}

export type AuditVerdict =
  | { readonly ok: true; readonly entries: number }
  /** `seq`: the first line that does not follow from the one before. */
  | { readonly ok: false; readonly seq: number };

/**
 * Recomputes the whole chain. It finds a line that was changed, taken out or put in between; not that the newest lines
 * were cut off: for that, keep the last hash elsewhere.
 */
export async function verifyAudit(db: Database): Promise<AuditVerdict> {
  return await db.snapshot(async (tx) => {
    let previous = FIRST;
    let seq = 0;
    for (;;) {
      const rows = await tx.all('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?', seq, VERIFIED_AT_ONCE);
      if (rows.length === 0) return { ok: true, entries: seq };
      for (const row of rows) {
        const { hash, ...line } = entryOf(row);
        if (line.seq !== seq + 1 || hashAfter(previous, line) !== hash) return { ok: false, seq: seq + 1 };
        previous = hash;
        seq = line.seq;
      }
    }
  });
}

const VERIFIED_AT_ONCE = 10_000;

function hashAfter(previous: string, line: object): string {
  return sha256Of(`${previous}${canonical(line)}`);
}

function entryOf(row: Row): AuditEntry {
  return {
    seq: Number(row['seq']),
    at: Number(row['at']),
    event: String(row['event']),
    device: String(row['device']),
    site: String(row['site']),
    detail: JSON.parse(String(row['detail'])) as Record<string, unknown>,
    hash: String(row['hash']),
  };
}
