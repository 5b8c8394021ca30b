import type { Enrolment } from '#shared/bridge/contract.ts';
import type { Data } from '../data/hooks/data-context.ts';
import { openStation, type OpenStation, type Ports } from './open-station.ts';

/** Holds the one open replica of this window. */
export interface StationHolder {
  /**
   * Opens the replica of an enrolment, after closing another device's; the one that is open only learns of a changed
   * profile, also where its village was moved to another code (rule L3).
   */
  open(enrolment: Enrolment): Promise<Data>;
  /** Closes what is open. */
  putAway(): Promise<void>;
}

/** True where an enrolment only says more of the device that another speaks of. */
export function isSameDevice(known: Enrolment, enrolment: Enrolment): boolean {
  return known.device === enrolment.device;
}

export function createStationHolder(ports: Ports): StationHolder {
  let station: OpenStation | null = null;
  let latest: Enrolment | null = null;
  const putAway = async (): Promise<void> => {
    const open = station;
    station = null;
    await open?.close();
  };
  return {
    putAway,
    async open(enrolment) {
      latest = enrolment;
      if (station !== null && isSameDevice(station.data.enrolment, enrolment)) {
        station = { ...station, data: { ...station.data, enrolment } };
      } else {
        await putAway();
        station = await openStation(ports, enrolment, () => latest ?? enrolment);
      }
      return station.data;
    },
  };
}
