import type { Bridge, Enrolment } from '#shared/bridge/contract.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Data } from '../data/hooks/data-context.ts';
import { createPhotoIntake } from '../data/photos/photo-intake.ts';
import { tellReferences } from '../data/photos/tell-references.ts';
import { createRecordWriter } from '../data/records/record-writer.ts';
import { openReplica } from '../data/replica/open-replica.ts';
import { replicaNameOf } from '../data/replica/replica-names.ts';
import { startSync, type LastExchange, type Sync } from '../data/sync/start-sync.ts';
import { UnsentKeeper } from '../data/sync/unsent-keeper.ts';
import { noteExchange, noteTrouble } from '../state/exchanges.ts';
import { usePeople } from '../state/people.ts';
import { keepPeople } from './keep-people.ts';
import { lookForPhotos } from './look-for-photos.ts';
import { onceAtATime } from './once-at-a-time.ts';
import { reportFault } from './report-faults.ts';

/** Records in one exchange below which the line is quiet. */
const QUIET = 100;

/** The real things that the app is made of. */
export interface Ports {
  readonly bridge: Bridge;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
}

/** A site's open replica with its running sync, and how to put it away. */
export interface OpenStation {
  readonly data: Data;
  close(): Promise<void>;
}

/**
 * Opens the replica of the enrolled device and starts its sync. Throws where the storage cannot be opened.
 * @param now the device's enrolment at the moment of asking: its village may be moved (rule L3)
 */
export async function openStation({ bridge, clock, random, ids }: Ports, enrolment: Enrolment, now: () => Enrolment): Promise<OpenStation> {
  // Development checks every record on its way into the storage; in use they are checked at the edges alone.
  const { developer } = await bridge.invoke('app.info', null);
  const replica = await openReplica(await replicaNameOf(enrolment), { clock, checked: developer });
  try {
    const forget = await keepPeople(replica.local);
    const author = () => ({ device: enrolment.device, person: usePeople.getState().current });
    const keeper = new UnsentKeeper({ replica, bridge, ids, device: enrolment.device });
    await keeper.open();
    const writer = createRecordWriter({ replica, clock, ids, author, site: () => now().site, keepTwice: (kind, saved) => keeper.saved(kind, saved) });
    const isOwn = ({ site, by }: AnyRecord): boolean => site === now().site || by.device === enrolment.device;
    const look = lookForPhotos({ replica, bridge, isOwn }, () => sync.photosWaiting());
    let toldOn = '';
    const tell = onceAtATime(async () => {
      // Once a day: the host counts the days on which nothing named a photo.
      if (toldOn !== clock.today() && (await tellReferences({ replica, bridge, device: enrolment.device }, true))) toldOn = clock.today();
    }, (error) => reportFault(bridge, error, 'references'));
    const onExchange = (exchange: LastExchange): void => {
      noteExchange(exchange);
      keeper.settle();
      look.run();
      // Not in the middle of a first pull, which needs the disk for itself.
      if (exchange.pulled < QUIET) tell.run();
    };
    const sync: Sync = await startSync({ replica, bridge, clock, random, onExchange, onTrouble: noteTrouble });
    const photos = createPhotoIntake({ replica, writer, bridge, clock, onWaiting: () => sync.photosWaiting() });
    return {
      data: { enrolment, replica, writer, sync, bridge, clock, photos },
      async close() {
        forget();
        await sync.close();
        await Promise.all([keeper.close(), look.ended(), tell.ended()]);
        await replica.close();
      },
    };
  } catch (error) {
    await replica.close();
    throw error;
  }
}
