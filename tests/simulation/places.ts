import type { SimEnrolled } from './sim-center.ts';
import { Dice } from './dice.ts';

/** The divisions of the world, as a divisions file has them. */
export const DIVISIONS = `code,level,name,parent
2111,city,盘锦市,
211122,county,盘山县,2111
211122001,town,太平街道,211122
211122002,town,胡家镇,211122
211122001001,village,太平社区,211122001
211122001002,village,东风村,211122001
211122002001,village,胡家村,211122002
211102,county,双台子区,2111
211102001,town,建设街道,211102
211102001001,village,建设社区,211102001
`;

/** Villages that are moved to another town. */
export const MOVABLE = ['211122001001', '211122001002', '211122002001'] as const;

/** Where to: a new code in another town, or the code of a village that stands already (merged into it). */
export const DESTINATIONS = ['211122002009', '211122001009', '211122002001', '211122001002', '211122002008'] as const;

/** Two devices at each of three stations, an institute and the county; in some worlds another county, another institute or the city. */
export function devicesOf(seed: number): SimEnrolled[] {
  const dice = new Dice(seed + 7_001);
  const device = (number: number, role: SimEnrolled['role'], site: string): SimEnrolled => ({ id: `0197d000-0000-7000-8000-0000000000${String(number).padStart(2, '0')}`, role, site });
  const devices = [
    device(1, 'station', '211122001001'),
    device(2, 'station', '211122001001'),
    device(3, 'station', '211122002001'),
    device(4, 'station', '211122002001'),
    device(5, 'institute', '211122001'),
    device(6, 'county', '211122'),
  ];
  if (dice.chance(35)) devices.push(device(7, 'station', '211122001002'), device(8, 'station', '211122001002'));
  if (dice.chance(30)) devices.push(device(9, 'institute', '211122002'));
  if (dice.chance(20)) devices.push(device(10, 'county', '211102'), device(11, 'station', '211102001001'));
  if (dice.chance(20)) devices.push(device(12, 'city', '2111'));
  return devices;
}
