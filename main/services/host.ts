import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Output } from '#shared/bridge/contract.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';
import { openCredentials } from './credentials/credentials.ts';
import type { KeyKeeper } from './credentials/key-keeper.ts';
import { dispatcher, type Dispatch } from './dispatch.ts';
import { EventHub } from './event-hub.ts';
import { Exports, type ExportsOptions } from './exports/exports.ts';
import { handlersOf } from './handlers.ts';
import { openIdentity } from './identity/identity.ts';
import { openKeptContact } from './link/kept-contact.ts';
import { openLink, type LinkOptions } from './link/link.ts';
import type { Log } from './log.ts';
import { PhotoCache } from './photo-cache/photo-cache.ts';
import { startProvisioning } from './provision.ts';
import type { Timers } from './timers.ts';
import { openUnsentBook } from './unsent/unsent-book.ts';
import type { VaultChecker } from './vault/vault-check.ts';
import { openVaultKeeping } from './vault/vault-keeping.ts';
import { openVault, type VaultOptions } from './vault/vault.ts';

export interface HostOptions {
  /** The data folder; made where it is absent. One host at a time: the shells see to that. */
  readonly data: string;
  readonly shell: Output<'app.info'>['shell'];
  readonly version: string;
  readonly developer: boolean;
  readonly keeper: KeyKeeper;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly log: Log;
  readonly link?: Pick<LinkOptions, 'fetch' | 'timeouts' | 'silenceMs'>;
  readonly vault?: Pick<VaultOptions, 'freeBytes' | 'reserveBytes'>;
  readonly exports?: Partial<Pick<ExportsOptions, 'given' | 'machine' | 'fontFolders' | 'show'>>;
}

/** The host of one station, without a window: whichever shell carries it, calls go to `dispatch` and events come from `events`. */
export interface Host {
  readonly dispatch: Dispatch;
  readonly events: EventHub;
  /** For a check without a window. */
  readonly checker: VaultChecker;
  close(): Promise<void>;
}

/** Opens all services over one data folder. */
export async function openHost(options: HostOptions): Promise<Host> {
  const { data, log } = options;
  await mkdir(data, { recursive: true, mode: 0o700 });
  const events = new EventHub();
  const vault = await openVault({ folder: join(data, 'photos'), log, ...options.vault });
  const credentials = await openCredentials(join(data, 'credentials'), options.keeper, log);
  const idKey = (): string | null => credentials.current()?.profile.idKey ?? null;
  const identity = await openIdentity(join(data, 'identity', 'numbers.jsonl'), idKey, log);
  const unsent = await openUnsentBook(join(data, 'unsent'), log);
  const { clock, random, timers } = options;
  const kept = await openKeptContact(join(data, 'contact.json'), log);
  const link = openLink({ credentials, vault, kept, publisher: events, clock, random, timers, log, ...options.link });
  const cache = new PhotoCache({ folder: join(data, 'photo-cache'), clock, log, ...(options.vault?.freeBytes === undefined ? {} : { freeBytes: options.vault.freeBytes }) });
  const isOffice = (): boolean => (link.enrolment()?.role ?? 'station') !== 'station';
  const keeping = await openVaultKeeping({ folder: join(data, 'photo-books'), vault, cache, isOffice, download: (hash) => link.center.download(hash), clock, timers, log });
  const exports = new Exports({ readPhoto: (hash) => keeping.handlers['photo.read']({ hash }), random, timers, log, ...options.exports });
  const info: Output<'app.info'> = {
    shell: options.shell,
    version: options.version,
    platform: process.platform,
    keyStore: options.keeper.kind,
    developer: options.developer,
  };
  const dispatch = dispatcher(handlersOf({ info, link, vault, keeping, cache, identity, unsent, exports, log }), log);
  const stopProvisioning = startProvisioning({ data, dispatch, timers, log });
  return {
    dispatch,
    events,
    checker: keeping.checker,
    async close() {
      stopProvisioning();
      keeping.checker.stop();
      await exports.close();
      await link.close();
      await keeping.checker.ended();
    },
  };
}
