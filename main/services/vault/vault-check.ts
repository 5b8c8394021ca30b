import type { Reference, VaultCheck, VaultFinding } from '#shared/bridge/vault.ts';
import { describe, type Log } from '../log.ts';
import type { PhotoSource } from './photo-source.ts';
import type { ReferenceBook } from './reference-book.ts';
import type { Vault } from './vault.ts';

export interface VaultCheckOptions {
  readonly vault: Pick<Vault, 'hashes' | 'check' | 'has'>;
  readonly book: Pick<ReferenceBook, 'byHash'>;
  readonly source: Pick<PhotoSource, 'fetch'>;
  readonly log: Log;
}

/** Records named with one file at most, and findings kept in words at most: the log has all. */
const MAX_RECORDS = 20;
const MAX_FINDINGS = 500;

/** After so many fetches in a row that did not reach the center no more are tried in this check. */
const ENOUGH_TRIES = 2;

const IDLE: VaultCheck = { state: 'idle', checked: 0, total: 0, findings: [], found: 0, mended: 0 };

/** Compares every photo with its hash, looks for those that should be here and are not, and fetches both anew where the center has them. */
export class VaultChecker {
  readonly #options: VaultCheckOptions;
  #status: VaultCheck = IDLE;
  #stop = false;
  #run: Promise<void> = Promise.resolve();
  /** Fetches in a row that did not reach the center: on a dead line each may take long. */
  #unreached = 0;

  constructor(options: VaultCheckOptions) {
    this.#options = options;
  }

  status(): VaultCheck {
    return this.#status;
  }

  /** Starts a check, where none is running. */
  start(): void {
    if (this.#status.state === 'running') return;
    this.#stop = false;
    this.#unreached = 0;
    this.#status = { ...IDLE, state: 'running' };
    this.#run = this.#check().catch((error: unknown) => {
      this.#options.log.error(`the check of the vault failed: ${describe(error)}`);
      this.#status = { ...this.#status, state: 'failed' };
    });
  }

  /** Ends it after the photo at hand. What it found stays to be read. */
  stop(): void {
    this.#stop = true;
  }

  /** Resolves when the check that runs has ended. */
  ended(): Promise<void> {
    return this.#run;
  }

  async #check(): Promise<void> {
    const { vault, book, log } = this.#options;
    const references = book.byHash();
    const stored: string[] = [];
    for await (const hashes of vault.hashes()) stored.push(...hashes);
    const there = new Set(stored);
    const missing = [...references].filter(([hash, of]) => !there.has(hash) && of.some(({ here }) => here)).map(([hash]) => hash);
    this.#status = { ...this.#status, total: stored.length + missing.length };
    for (const hash of stored) {
      if (this.#stop) break;
      const found = await vault.check(hash);
      if (found === 'altered') await this.#found(hash, 'altered', references.get(hash) ?? []);
      this.#status = { ...this.#status, checked: this.#status.checked + 1 };
    }
    for (const hash of missing) {
      if (this.#stop) break;
      // It may have come, or been taken in again, since.
      if (!(await vault.has(hash))) await this.#found(hash, 'missing', references.get(hash) ?? []);
      this.#status = { ...this.#status, checked: this.#status.checked + 1 };
    }
    const { checked, total, found, mended } = this.#status;
    const state = this.#stop && checked < total ? 'stopped' : 'done';
    this.#status = { ...this.#status, state };
    log.info(`the check of the vault ${state === 'done' ? 'ended' : 'was stopped'}: ${checked} of ${total} photos, ${found} missing or altered, ${mended} of them fetched from the center`);
  }

  async #found(hash: string, problem: VaultFinding['problem'], of: readonly Reference[]): Promise<void> {
    const outcome = await this.#mend(hash);
    const records = of.filter(({ record }) => record !== '').map(({ record, part, name, day }) => ({ record, part, name, day }));
    this.#options.log.warn(`photo ${hash} is ${problem} (${outcome}); named by ${records.map(({ record, part }) => `${part} of ${record}`).join(', ') || 'nothing'}`);
    const { findings, found, mended } = this.#status;
    const finding: VaultFinding = { hash, problem, outcome, records: records.slice(0, MAX_RECORDS) };
    this.#status = {
      ...this.#status,
      findings: findings.length < MAX_FINDINGS ? [...findings, finding] : findings,
      found: found + 1,
      mended: mended + (outcome === 'mended' ? 1 : 0),
    };
  }
  async #mend(hash: string): Promise<VaultFinding['outcome']> {
    if (this.#unreached >= ENOUGH_TRIES) return 'unreachable';
    const { outcome } = await this.#options.source.fetch(hash);
    this.#unreached = outcome === 'unreachable' ? this.#unreached + 1 : 0;
    return outcome;
  }
}
