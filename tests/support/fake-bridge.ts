import { eventNames, type Bridge, type Channel, type Connection, type Enrolment, type EventName, type EventPayload, type Handlers, type Input, type Output, type VaultError } from '#shared/bridge/contract.ts';
import type { Reference, ReferPortion, VaultCheck } from '#shared/bridge/vault.ts';
import { maskIdNumber } from '#shared/domain/people.ts';
import type { ExchangeRequest } from '#shared/protocol/exchange.ts';
import { failed, ok, type LinkError, type RefusedCode } from '#shared/protocol/errors.ts';
import { hashOf } from '#shared/schema/version.ts';
import { MemoryCenter } from './memory-center.ts';
import { memoryExports } from './memory-exports.ts';
import { MemoryUnsent } from './memory-unsent.ts';

/** A station with real names of the divisions file. */
export const STATION: Enrolment = {
  device: '0192f0c1-0000-7000-8000-00000000d001',
  deviceName: '村部办公室电脑',
  role: 'station',
  site: '211122101200',
  siteName: '三河村委会',
  above: { '2111': '盘锦市', '211122': '盘山县', '211122101': '沙岭镇' },
  centerName: '盘山县新时代文明实践中心',
  photoEdge: 1600,
  center: 'http://center.test:8787',
};

/** The county that the station lies in. */
export const COUNTY: Enrolment = {
  ...STATION,
  device: '0192f0c1-0000-7000-8000-00000000d002',
  deviceName: '县中心电脑',
  role: 'county',
  site: '211122',
  siteName: '盘山县',
  above: { '2111': '盘锦市' },
};

/** Channels that the center answers, so that it can also fail. */
type AskedOfCenter = 'link.exchange' | 'link.enrol' | 'link.overview' | 'link.digest' | 'link.reconcile' | 'link.held' | 'link.decideHeld' | 'link.heldDecided' | 'photo.upload' | 'photo.have';

export interface FakeBridgeOptions {
  /** Null: the device is not enrolled. */
  readonly enrolment?: Enrolment | null;
  readonly center?: MemoryCenter;
  readonly state?: Connection['state'];
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly info?: Partial<Output<'app.info'>>;
}

/** A bridge without a host: vault, link and center in memory. */
export interface FakeBridge extends Bridge {
  readonly center: MemoryCenter;
  /** The vault's photos by hash. */
  readonly vault: Map<string, Uint8Array>;
  /** What the host keeps of the unsent edits. */
  readonly unsent: MemoryUnsent;
  /** What the renderer reported as faults. */
  readonly reports: Input<'app.report'>[];
  /** Codes that enrol, each with what it enrols as. */
  readonly codes: Map<string, Enrolment>;
  /** Moves the link; `since` is the present unless given. */
  setConnection(state: Connection['state'], more?: Partial<Connection>): void;
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void;
  /** Answers this to every call of the channel until it is given null. */
  failWith(channel: AskedOfCenter, error: LinkError | null): void;
  /** Lets the vault refuse photos until it is given null. */
  failVault(error: VaultError | null): void;
  /** Free bytes of the disk; a terabyte unless given. */
  setFreeBytes(bytes: number): void;
  /** What named photos, as it was told last, and how that list ended. */
  readonly referred: { entries: Reference[]; end: ReferPortion['end'] };
  /** What a check of the vault says from now on. */
  readonly check: { status: VaultCheck };
}

type Listeners = { readonly [E in EventName]: Set<(payload: EventPayload<E>) => void> };

interface State {
  connection: Connection;
  enrolment: Enrolment | null;
  vaultError: VaultError | null;
  freeBytes: number;
  cache: Output<'cache.state'>;
  readonly failures: Map<string, LinkError>;
  readonly numbers: Map<string, string>;
}

const OFFLINE: LinkError = { kind: 'offline', detail: 'the fake network is down' };
const refused = (code: RefusedCode): LinkError => ({ kind: 'refused', code, detail: code });

export function createFakeBridge(options: FakeBridgeOptions = {}): FakeBridge {
  const now = options.now ?? (() => Date.now());
  const center = options.center ?? new MemoryCenter({ now });
  const enrolment = options.enrolment === undefined ? STATION : options.enrolment;
  const connection: Connection = { state: enrolment === null ? 'notEnrolled' : (options.state ?? 'online'), since: now(), skewMs: 0, lastContact: now() };
  const state: State = { connection, enrolment, vaultError: null, freeBytes: 1e12, cache: { bytes: 300 * 1024 ** 2, files: 1_200, limitBytes: 2 * 1024 ** 3, freeBytes: 1e12 }, failures: new Map(), numbers: new Map() };
  const listeners = Object.fromEntries(eventNames.map((name) => [name, new Set()])) as unknown as Listeners;
  const emit: FakeBridge['emit'] = (event, payload) => {
    for (const listener of listeners[event]) (listener as (payload: unknown) => void)(structuredClone(payload));
  };
  const setConnection: FakeBridge['setConnection'] = (to, more = {}) => {
    state.connection = { ...state.connection, state: to, since: now(), ...(to === 'online' ? { lastContact: now() } : {}), ...more };
    emit('link.connection', state.connection);
  };
  const vault = new Map<string, Uint8Array>();
  const unsent = new MemoryUnsent();
  const referred: FakeBridge['referred'] = { entries: [], end: 'more' };
  const check: FakeBridge['check'] = { status: { state: 'idle', checked: 0, total: 0, findings: [], found: 0, mended: 0 } };
  const parts: Parts = { center, vault, unsent, referred, check, reports: [], codes: new Map(), state, setConnection, emit };
  const handlers = { ...appHandlers(parts, options.info ?? {}), ...linkHandlers(parts), ...photoHandlers(parts), ...cacheHandlers(parts), ...vaultHandlers(parts), ...unsent.handlers, ...memoryExports() };
  center.onNews((news) => {
    if (state.connection.state === 'online') emit('link.news', news);
  });
  return {
    ...parts,
    async invoke<C extends Channel>(channel: C, input: Input<C>): Promise<Output<C>> {
      // As across a real bridge: what comes out shares nothing with what went in.
      return structuredClone(await (handlers[channel] as unknown as (input: Input<C>) => Promise<Output<C>>)(structuredClone(input)));
    },
    on(event, listener) {
      listeners[event].add(listener);
      return () => listeners[event].delete(listener);
    },
    failWith(channel, error) {
      if (error === null) state.failures.delete(channel);
      else state.failures.set(channel, error);
    },
    failVault(error) {
      state.vaultError = error;
    },
    setFreeBytes(bytes) {
      state.freeBytes = bytes;
    },
  };
}

type Parts = Pick<FakeBridge, 'center' | 'vault' | 'unsent' | 'referred' | 'check' | 'reports' | 'codes' | 'setConnection' | 'emit'> & { readonly state: State };

/** What stands in the way of a call to the center, or null. */
function obstacle({ state }: Parts, channel: string): LinkError | null {
  const failure = state.failures.get(channel);
  if (failure !== undefined) return failure;
  if (state.connection.state === 'revoked') return refused('revoked');
  return state.connection.state === 'online' ? null : OFFLINE;
}

function appHandlers({ reports, state }: Parts, info: Partial<Output<'app.info'>>): Pick<Handlers, 'app.info' | 'app.report' | 'identity.keep' | 'identity.read'> {
  return {
    'app.info': () => Promise.resolve({ shell: 'browser', version: '0.1.0', platform: 'linux', keyStore: 'plain', developer: false, ...info }),
    'app.report': (report) => {
      reports.push(report);
      return Promise.resolve(null);
    },
    'identity.keep': ({ volunteer, number }) => {
      state.numbers.set(volunteer, number);
      return Promise.resolve({ masked: maskIdNumber(number), hash: number === '' ? '' : hashOf(new TextEncoder().encode(number)) });
    },
    'identity.read': ({ volunteer }) => Promise.resolve({ number: state.numbers.get(volunteer) ?? null }),
  };
}

type LinkHandlers = Pick<Handlers, Extract<Channel, `link.${string}`>>;

function linkHandlers(parts: Parts): LinkHandlers {
  const { center, codes, state, setConnection, emit } = parts;
  const scope = (): string => state.enrolment?.site ?? '';
  const ask = async <T>(channel: string, answer: () => T) => {
    const error = obstacle(parts, channel);
    return error === null ? ok(answer()) : failed(error);
  };
  return {
    'link.enrolment': () => Promise.resolve(state.enrolment),
    'link.connection': () => Promise.resolve(state.connection),
    'link.enrol': async ({ center: address, code, deviceName }) => {
      const failure = state.failures.get('link.enrol');
      if (failure !== undefined) return failed(failure);
      const found = codes.get(code.replace(/[\s-]/g, '').toUpperCase());
      if (found === undefined) return failed(refused('badCode'));
      state.enrolment = { ...found, center: address, deviceName };
      emit('link.enrolment', state.enrolment);
      setConnection('online');
      return ok(state.enrolment);
    },
    'link.exchange': (request) => ask('link.exchange', () => center.exchange(request as ExchangeRequest, scope()) as never),
    'link.overview': () => ask('link.overview', () => center.overview(scope())),
    'link.digest': () => ask('link.digest', () => center.digest(scope())),
    'link.reconcile': (request) => ask('link.reconcile', () => center.reconcile(request, scope()) as never),
    'link.held': () => ask('link.held', () => ({ held: center.held(scope()) })),
    'link.heldDecided': ({ after }) => ask('link.heldDecided', () => center.heldWrites.decided(after)),
    'link.decideHeld': async ({ id, decision, person = '' }) => {
      const error = obstacle(parts, 'link.decideHeld');
      if (error !== null) return failed(error);
      const { deviceName, site, siteName } = state.enrolment ?? { deviceName: '', site: '', siteName: '' };
      const decided = center.decideHeld(id, decision, { person, deviceName, site, siteName });
      return decided === null ? failed(refused('notFound')) : ok(decided);
    },
    'link.retry': () => Promise.resolve(null),
  };
}

function photoHandlers(parts: Parts): Pick<Handlers, 'photo.put' | 'photo.has' | 'photo.read' | 'photo.upload' | 'photo.have'> {
  const { center, vault, state } = parts;
  return {
    'photo.put': ({ hash, bytes }) => {
      if (state.vaultError !== null) return Promise.resolve(failed(state.vaultError));
      if (hashOf(bytes) !== hash) return Promise.resolve(failed({ kind: 'hashMismatch' as const }));
      vault.set(hash, bytes);
      return Promise.resolve(ok({ hash }));
    },
    'photo.has': ({ hashes }) => Promise.resolve({ have: hashes.filter((hash) => vault.has(hash)) }),
    'photo.read': ({ hash }) => {
      const own = vault.get(hash);
      const theirs = state.connection.state === 'online' ? center.blobs.get(hash) : undefined;
      const bytes = (own ?? theirs ?? null) as Uint8Array<ArrayBuffer> | null;
      return Promise.resolve({ bytes, from: own !== undefined ? 'vault' : theirs !== undefined ? 'center' : 'nowhere' });
    },
    'photo.upload': async ({ hash }) => {
      const error = obstacle(parts, 'photo.upload');
      if (error !== null) return failed(error);
      const bytes = vault.get(hash);
      if (bytes === undefined) return failed(refused('notFound'));
      if (!center.wants(hash)) return failed(refused('notWanted'));
      center.storeBlob(hash, bytes, state.enrolment?.site ?? '');
      return ok({ hash, size: bytes.length });
    },
    'photo.have': async ({ hashes }) => {
      const error = obstacle(parts, 'photo.have');
      return error === null ? ok({ have: hashes.filter((hash) => center.blobs.has(hash)) }) : failed(error);
    },
  };
}

/** A cache of some photos that takes any limit. */
function cacheHandlers({ state }: Parts): Pick<Handlers, Extract<Channel, `cache.${string}`>> {
  return {
    'cache.state': () => Promise.resolve(state.cache),
    'cache.limit': ({ bytes }) => Promise.resolve((state.cache = { ...state.cache, limitBytes: bytes })),
    'cache.clear': () => Promise.resolve((state.cache = { ...state.cache, bytes: 0, files: 0 })),
  };
}

function vaultHandlers({ state, referred, check }: Parts): Pick<Handlers, Extract<Channel, `vault.${string}`>> {
  return {
    'vault.room': ({ bytes }) => Promise.resolve({ neededBytes: bytes, freeBytes: state.freeBytes }),
    'vault.refer': async ({ from, entries, end }) => {
      if (from === 0) referred.entries = [];
      if (from !== referred.entries.length) return { taken: false };
      referred.entries.push(...entries);
      referred.end = end;
      return { taken: true };
    },
    'vault.check': async ({ act }) => {
      if (act === 'start') check.status = { ...check.status, state: check.status.state === 'idle' ? 'done' : check.status.state };
      return check.status;
    },
  };
}
