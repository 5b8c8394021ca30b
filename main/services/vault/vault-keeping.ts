import { join } from 'node:path';
import type { Handlers } from '#shared/bridge/contract.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '../log.ts';
import type { PhotoCache } from '../photo-cache/photo-cache.ts';
import type { Timers } from '../timers.ts';
import { Collector } from './collector.ts';
import { createPhotoSource, type PhotoSourceOptions } from './photo-source.ts';
import { openReferenceBook } from './reference-book.ts';
import { VaultChecker } from './vault-check.ts';
import type { Vault } from './vault.ts';

export interface VaultKeepingOptions {
  /** Folder of the books about the vault. */
  readonly folder: string;
  readonly vault: Vault;
  readonly cache: PhotoCache;
  /** Whether this is an institute's or a county's machine: it looks at photos of others. */
  readonly isOffice: () => boolean;
  readonly download: PhotoSourceOptions['download'];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/** The vault with what it takes to keep it in order: who names which photo, what may go, what is damaged. */
export interface VaultKeeping {
  readonly handlers: Pick<Handlers, 'photo.put' | 'photo.read' | 'vault.room' | 'vault.refer' | 'vault.check'>;
  readonly checker: VaultChecker;
}

export async function openVaultKeeping({ folder, vault, cache, isOffice, download, clock, timers, log }: VaultKeepingOptions): Promise<VaultKeeping> {
  const book = await openReferenceBook(join(folder, 'named'), log);
  const source = createPhotoSource({ vault, download, log, cache, isForeign: (hash) => isOffice() && !book.isHere(hash) });
  const collector = new Collector({ path: join(folder, 'unnamed.json'), vault, book, clock, timers, log });
  const checker = new VaultChecker({ vault, book, source, log });
  return {
    checker,
    handlers: {
      'photo.put': ({ hash, bytes }) => {
        collector.noteImport(hash);
        return vault.put(hash, bytes);
      },
      'photo.read': ({ hash }) => source.read(hash),
      'vault.room': ({ bytes }) => vault.room(bytes),
      'vault.refer': async (portion) => {
        const taken = await book.take(portion);
        if (taken === 'whole') await collector.collect();
        return { taken: taken !== 'outOfOrder' };
      },
      'vault.check': async ({ act }) => {
        if (act === 'start') checker.start();
        if (act === 'stop') checker.stop();
        return checker.status();
      },
    },
  };
}
