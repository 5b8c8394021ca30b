import type { Handlers, Output } from '#shared/bridge/contract.ts';
import type { Identity } from './identity/identity.ts';
import type { Link } from './link/link.ts';
import type { Log } from './log.ts';
import type { UnsentBook } from './unsent/unsent-book.ts';
import type { Vault } from './vault/vault.ts';

export interface Services {
  readonly info: Output<'app.info'>;
  readonly link: Link;
  readonly vault: Vault;
  readonly identity: Identity;
  readonly unsent: UnsentBook;
  readonly log: Log;
}

/** The contract's handlers from the host's services. Inputs were checked before they arrive here. */
export function handlersOf(services: Services): Handlers {
  const { link, vault, identity, unsent, log } = services;
  const { center } = link;
  const readPhoto = photoReader(services);
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
    'link.retry': () => {
      link.retry();
      return nothing();
    },

    'photo.put': ({ hash, bytes }) => vault.put(hash, bytes),
    'photo.has': async ({ hashes }) => {
      const have: string[] = [];
      for (const hash of hashes) if (await vault.has(hash)) have.push(hash);
      return { have };
    },
    'photo.read': ({ hash }) => readPhoto(hash),
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
  };
}

/** Reads a photo from the vault, else from the center, which is then kept. Several readers of one photo share one transfer. */
function photoReader({ vault, link, log }: Services): (hash: string) => Promise<Output<'photo.read'>> {
  const underway = new Map<string, Promise<Output<'photo.read'>>>();
  const fetchAndKeep = async (hash: string): Promise<Output<'photo.read'>> => {
    const answer = await link.center.download(hash);
    if (!answer.ok) return { bytes: null, from: 'nowhere' };
    const kept = await vault.put(hash, answer.value);
    if (!kept.ok) log.warn(`photo ${hash} is shown but was not kept: ${kept.error.kind}`);
    return { bytes: answer.value, from: 'center' };
  };
  return async (hash) => {
    const own = await vault.read(hash);
    if (own !== null) return { bytes: own, from: 'vault' };
    const transfer = underway.get(hash) ?? fetchAndKeep(hash).finally(() => underway.delete(hash));
    underway.set(hash, transfer);
    return transfer;
  };
}

function nothing(): Promise<null> {
  return Promise.resolve(null);
}
