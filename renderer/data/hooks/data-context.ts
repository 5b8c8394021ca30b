import { createContext, useContext } from 'react';
import type { Bridge, Enrolment } from '#shared/bridge/contract.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { PhotoIntake } from '../photos/photo-intake.ts';
import type { RecordWriter } from '../records/record-writer.ts';
import type { Replica } from '../replica/open-replica.ts';
import type { Sync } from '../sync/start-sync.ts';

/** What the screens read and write through, once a site is enrolled and its replica is open. */
export interface Data {
  readonly enrolment: Enrolment;
  readonly replica: Replica;
  readonly writer: RecordWriter;
  readonly sync: Sync;
  readonly bridge: Bridge;
  readonly clock: Clock;
  readonly photos: PhotoIntake;
}

export const DataContext = createContext<Data | null>(null);

/** The open replica's data. Throws outside of the enrolled part of the app, which is a bug. */
export function useData(): Data {
  const data = useContext(DataContext);
  if (data === null) throw new Error('useData outside of an open replica');
  return data;
}
