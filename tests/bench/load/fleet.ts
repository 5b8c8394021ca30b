import { readFile, writeFile } from 'node:fs/promises';
import { makeCode } from '../../../center/access/codes.ts';
import { openDataFolder, type DataPlace } from '../../../center/app/data-folder.ts';
import { inFlight } from './in-flight.ts';
import { LoadStation, type StationKey } from './station.ts';

/** Enrols a station for each site, with codes made beside the running center as its command line makes them. */
export async function enrolFleet(url: string, place: DataPlace, sites: readonly string[]): Promise<StationKey[]> {
  const folder = await openDataFolder(place);
  const codes: string[] = [];
  try {
    for (const site of sites) {
      const made = await makeCode(folder.access, site, 'station');
      if (!made.ok) throw new Error(made.error.detail);
      codes.push(made.value.code);
    }
  } finally {
    await folder.close();
  }
  const keys: StationKey[] = [];
  await inFlight(sites, 16, async (site, index) => {
    keys[index] = await LoadStation.enrol(url, site, codes[index] ?? '', addressOf(index));
  });
  return keys;
}

/** An address of this machine for each station; all of 127.0.0.0/8 is its own. */
function addressOf(index: number): string {
  return `127.${1 + Math.floor(index / 62_500)}.${Math.floor(index / 250) % 250}.${2 + (index % 250)}`;
}

/** Hands stations to another process. */
export async function writeFleet(path: string, keys: readonly StationKey[]): Promise<void> {
  await writeFile(path, JSON.stringify(keys), { mode: 0o600 });
}

export async function readFleet(path: string): Promise<StationKey[]> {
  return JSON.parse(await readFile(path, 'utf8')) as StationKey[];
}
