import type { Handlers, Output } from '#shared/bridge/contract.ts';
import type { Exports } from './exports/exports.ts';
import type { Identity } from './identity/identity.ts';
import type { Link } from './link/link.ts';
import type { Log } from './log.ts';
import { cacheHandlers } from './photo-cache/cache-handlers.ts';
import type { PhotoCache } from './photo-cache/photo-cache.ts';
import type { UnsentBook } from './unsent/unsent-book.ts';
import type { VaultKeeping } from './vault/vault-keeping.ts';
import type { Vault } from './vault/vault.ts';

export interface Services {
  readonly info: Output<'app.info'>;
  readonly link: Link;
  readonly vault: Vault;
  readonly keeping: VaultKeeping;
  readonly cache: PhotoCache;
  readonly identity: Identity;
  readonly unsent: UnsentBook;
  readonly exports: Exports;
  readonly log: Log;
}

/** The contract's handlers from the host's services. Inputs were checked before they arrive here. */
export function handlersOf(services: Services): Handlers {
  const { link, vault, keeping, cache, identity, unsent, log } = services;
  const { center } = link;
  return {
    'app.info': () => Promise.resolve(services.info),
    'app.report': ({ message, stack }) => {
      log.error(`renderer: ${message}\n${stack}`);
      return nothing();
    },

    'link.enrolment': () => Promise.resolve(link.enrolment()),
    'link.connection': () => Promise.resolve(link.connection()),
    'link.enrol': (asked) => link.enrol(asked),
    'link.exchange': (request) => center.exchange(request) as Promise<Output<'link.exchange'>>,
    'link.overview': () => center.overview(),
    'link.digest': () => center.digest(),
    'link.reconcile': (request) => center.reconcile(request),
    'link.held': () => center.held(),
    'link.decideHeld': (decision) => center.decideHeld(decision),
    'link.heldDecided': ({ after }) => center.heldDecided(after),
    'link.retry': () => {
      link.retry();
      return nothing();
    },

    ...keeping.handlers,
    ...cacheHandlers(cache),
    'photo.has': async ({ hashes }) => {
      const have: string[] = [];
      for (const hash of hashes) if (await vault.has(hash)) have.push(hash);
      return { have };
    },
    'photo.upload': ({ hash, type }) => center.upload(hash, type),
    'photo.have': ({ hashes }) => center.have(hashes),

    'unsent.keep': async ({ replica, entries }) => {
      await unsent.keep(replica, entries);
      return null;
    },
    'unsent.drop': async ({ replica, keys }) => {
      await unsent.drop(replica, keys);
      return null;
    },
    'unsent.read': (asked) => unsent.read(asked),

    'identity.keep': ({ volunteer, number }) => identity.keep(volunteer, number),
    'identity.read': ({ volunteer }) => Promise.resolve({ number: identity.read(volunteer) }),

    ...services.exports.handlers,
  };
}

function nothing(): Promise<null> {
  return Promise.resolve(null);
}
