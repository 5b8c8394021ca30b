import type { Enrolment } from '#shared/bridge/contract.ts';
import type { Data } from '../data/hooks/data-context.ts';
import { openStation, type OpenStation, type Ports } from './open-station.ts';

/** Holds the one open replica of this window. */
export interface StationHolder {
  /** Opens the replica of an enrolment, after closing another; the one that is open only learns of a changed profile. */
  open(enrolment: Enrolment): Promise<Data>;
  /** Closes what is open. */
  putAway(): Promise<void>;
}

export function createStationHolder(ports: Ports): StationHolder {
  let station: OpenStation | null = null;
  const putAway = async (): Promise<void> => {
    const open = station;
    station = null;
    await open?.close();
  };
  return {
    putAway,
    async open(enrolment) {
      const known = station?.data.enrolment;
      if (station !== null && known?.site === enrolment.site && known.device === enrolment.device) {
        station = { ...station, data: { ...station.data, enrolment } };
      } else {
        await putAway();
        station = await openStation(ports, enrolment);
      }
      return station.data;
    },
  };
}
