import type { Enrolment } from '#shared/bridge/contract.ts';
import { COUNTY, createFakeBridge, type FakeBridge } from '../../support/fake-bridge.ts';
import { MemoryCenter, type Division } from '../../support/memory-center.ts';

let counties = 0;

/** A county that no other test has, with one town and two villages. */
export function newCounty(): { readonly enrolment: Enrolment; readonly divisions: readonly Division[]; readonly town: string; readonly village: string } {
  counties += 1;
  const code = String(211130 + counties);
  const town = `${code}101`;
  const village = `${town}001`;
  const divisions: readonly Division[] = [
    { code, level: 'county', name: '盘山县', parent: '2111' },
    { code: town, level: 'town', name: '沙岭镇', parent: code },
    { code: village, level: 'village', name: '三河村委会', parent: town },
    { code: `${town}002`, level: 'village', name: '郑家村委会', parent: town },
  ];
  return { enrolment: { ...COUNTY, device: COUNTY.device.slice(0, -6) + code, site: code }, divisions, town, village };
}

/** A bridge to a center with these divisions. */
export function countyBridge({ enrolment, divisions }: Pick<ReturnType<typeof newCounty>, 'enrolment' | 'divisions'>): FakeBridge {
  return createFakeBridge({ enrolment, center: new MemoryCenter({ now: () => Date.now(), divisions }) });
}
