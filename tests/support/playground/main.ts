import { uuidv7Ids } from '#shared/ports/ids.ts';
import { seededRandom } from '#shared/ports/random.ts';
import divisionsText from '../../../center/data/divisions-2111.csv?raw';
import { startApp } from '../../../renderer/app/start-app.tsx';
import { LOCAL_PREFIX, LocalDb } from '../../../renderer/data/local/local-db.ts';
import { replicaNameOf } from '../../../renderer/data/replica/replica-names.ts';
import { usePreferences } from '../../../renderer/state/preferences.ts';
import { COUNTY, createFakeBridge, STATION, type FakeBridge } from '../fake-bridge.ts';
import { MemoryCenter, type Division } from '../memory-center.ts';
import { fillCenter, fillStation, seatPeople } from './prepare-station.ts';

/**
 * The whole renderer with a bridge, a vault and a center in memory. Everything starts anew with each load, unless the
 * address says `keep=1`. `window.playground` is the fake bridge, to be played with from the console or from Playwright.
 */
declare global {
  interface Window {
    playground?: FakeBridge;
  }
}

const DAY = 86_400_000;
const query = new URLSearchParams(location.search);
const flag = (name: string): boolean => query.get(name) === '1';

const divisions = divisionsText
  .trim()
  .split('\n')
  .slice(1)
  .map((line): Division => {
    const [code = '', level = 'village', name = '', parent = ''] = line.trim().split(',');
    return { code, level: level as Division['level'], name, parent };
  });

async function start(): Promise<void> {
  const size = Number(query.get('size') ?? 100);
  usePreferences.getState().set({ language: query.get('lang') === 'en' ? 'en' : 'zh-CN', textSize: size === 125 || size === 150 ? size : 100 });
  if (!flag('keep')) await forgetAll();
  const role = query.get('role') === 'county' ? COUNTY : STATION;
  const center = new MemoryCenter({ now: () => Date.now(), divisions });
  const bridge = createFakeBridge({ center, enrolment: flag('enrol') ? null : role, info: { developer: flag('dev') } });
  bridge.codes.set('7K2M9QXT4B', STATION);
  window.playground = bridge;
  seedSites(center);
  if (!flag('keep') && !flag('enrol')) await seed(bridge, role === COUNTY);
  const root = document.getElementById('root');
  if (root === null) throw new Error('no root');
  await startApp(root, bridge);
  if (flag('offline')) bridge.setConnection('offline', { since: Date.now() - 3 * DAY, lastContact: Date.now() - 3 * DAY, skewMs: Number(query.get('skew') ?? 0) });
}

async function seed(bridge: FakeBridge, asCounty: boolean): Promise<void> {
  const sizes = flag('empty') ? { volunteers: 0, activities: 0, hours: 0, photos: 0 } : { volunteers: 60, activities: 80, hours: Number(query.get('hours') ?? 400), photos: 32 };
  if (flag('offline')) bridge.setConnection('offline', { since: Date.now() - 3 * DAY, lastContact: Date.now() - 3 * DAY });
  if (!asCounty) return flag('empty') ? undefined : fillStation(bridge, STATION, sizes);
  const local = new LocalDb(`${LOCAL_PREFIX}${await replicaNameOf(COUNTY)}`);
  await seatPeople(local);
  local.close();
  const villages = divisions.filter(({ code, level }) => level === 'village' && code.startsWith('211122')).filter((_, index) => index % 19 === 3).slice(0, 8);
  for (const [index, { code }] of villages.entries()) {
    await fillCenter(bridge, code, `device-${code}`, { ...sizes, photos: 6 + index, hours: 60, activities: 24, volunteers: 25 });
    bridge.center.contact(code, Date.now() - index * index * DAY * 0.7);
  }
}

/** The center's own record of each division, in the county and above. */
function seedSites(center: MemoryCenter): void {
  const ids = uuidv7Ids({ now: () => Date.now() - 200 * DAY, today: () => '' }, seededRandom(1));
  const types = { city: 'city', county: 'center', town: 'institute', village: 'station' } as const;
  const at = new Date(Date.now() - 200 * DAY).toISOString();
  const blank = { address: '', head: '', headTitle: '', phone: '', staff: [], openingHours: '', capacity: 0, area: 0, residents: 0, lat: null, lng: null, note: '' };
  for (const { code, level, name } of divisions.filter((division) => division.code.startsWith('211122'))) {
    const base = { id: ids.next(), site: code, v: 1, createdAt: at, updatedAt: at, by: { device: 'center', person: '' }, removed: false, conflicts: [] };
    center.put('sites', { ...base, ...blank, name, type: types[level] });
  }
}

async function forgetAll(): Promise<void> {
  const known = await indexedDB.databases();
  await Promise.all(known.map(({ name = '' }) => new Promise((done) => Object.assign(indexedDB.deleteDatabase(name), { onsuccess: done, onerror: done, onblocked: done }))));
}

void start();
