import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '#shared/domain/site-code.ts';
import { makeCode } from '../../../center/access/codes.ts';
import { listDevices } from '../../../center/access/devices.ts';
import { ENROL_FILE } from '../../../main/services/provision.ts';
import { COUNTY, HOME_STATION } from '../../demo/stations.ts';
import type { DemoCenter } from './demo-center.ts';
import type { As } from './options.ts';
import { say } from './say.ts';
import { writeSmall } from './small-file.ts';

/** What the demo's two apps are enrolled as. */
export const PLACES: Readonly<Record<As, { readonly site: string; readonly role: Role; readonly deviceName: string; readonly port: number }>> = {
  station: { site: HOME_STATION, role: 'station', deviceName: '村站电脑（演示）', port: 47_615 },
  county: { site: COUNTY, role: 'county', deviceName: '县中心电脑（演示）', port: 47_617 },
};

/** The data folder of the host: Electron keeps Chromium's own files beside it. */
export function hostFolder(data: string, as: As, electron: boolean): string {
  return electron ? join(data, as, 'host') : join(data, as);
}

/** Puts a one-time code where the host finds it, unless the host is enrolled at this center already. */
export async function prepareHost(center: DemoCenter, folder: string, as: As): Promise<void> {
  const { site, role, deviceName } = PLACES[as];
  const credentials = join(folder, 'credentials');
  const known = (await listDevices(center.access.db, site)).some((device) => device.site === site && device.role === role);
  if (existsSync(join(credentials, 'device.json'))) {
    if (known && !center.moved) return;
    // A credential of another center, or for another address: it would wait for ever.
    renameSync(credentials, `${credentials}.${Date.now()}`);
    say('演示中心换了地址，本机重新登记。', 'The demo center is another one now; this device is enrolled anew.');
  }
  const made = await makeCode(center.access, site, role);
  if (!made.ok) throw new Error(made.error.detail);
  writeSmall(join(folder, ENROL_FILE), { center: center.url, code: made.value.code, deviceName });
  say(`已为${made.value.siteName}准备一次性登记码。`, `A one-time code for ${made.value.siteName} is ready.`);
}
