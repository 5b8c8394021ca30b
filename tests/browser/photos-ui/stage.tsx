import { App, ConfigProvider } from 'antd';
import { Dexie } from 'dexie';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import { expect } from 'vitest';
import type { Evidence } from '#shared/domain/evidence.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { DataContext, type Data } from '../../../renderer/data/hooks/data-context.ts';
import { createPhotoIntake } from '../../../renderer/data/photos/photo-intake.ts';
import { listOnce } from '../../../renderer/data/records/queries.ts';
import { createRecordWriter } from '../../../renderer/data/records/record-writer.ts';
import { openReplica } from '../../../renderer/data/replica/open-replica.ts';
import { startSync } from '../../../renderer/data/sync/start-sync.ts';
import { startWords } from '../../../renderer/locales/start-words.ts';
import { FeedbackHost } from '../../../renderer/ui/feedback.tsx';
import { createFakeBridge, STATION, type FakeBridge } from '../../support/fake-bridge.ts';
import { encoded, fileOf, noise } from '../../support/photos.ts';

export const TODAY = '2026-06-01';

/** A station's screens over a real replica, offline, with a vault in memory. */
export interface Stage {
  readonly data: Data;
  readonly bridge: FakeBridge;
  /** Evidence that is not removed, oldest first. */
  photos(): Promise<readonly Evidence[]>;
  /** Shows a screen. */
  show(screen: ReactNode): void;
  close(): Promise<void>;
}

let stages = 0;

export async function openStage(file: string): Promise<Stage> {
  stages += 1;
  const name = `${file}-${stages}`;
  const clock = new FakeClock(`${TODAY}T08:00:00.000Z`);
  const random = seededRandom(stages);
  const bridge = createFakeBridge({ state: 'offline', now: () => clock.now() });
  const replica = await openReplica(name, { clock });
  const writer = createRecordWriter({ replica, clock, ids: uuidv7Ids(clock, random), author: () => ({ device: STATION.device, person: '王秀英' }), site: () => STATION.site });
  const sync = await startSync({ replica, bridge, clock, random, onExchange: () => undefined, onTrouble: () => undefined });
  const photos = createPhotoIntake({ replica, writer, bridge, clock, onWaiting: () => sync.photosWaiting() });
  const data: Data = { enrolment: STATION, replica, writer, sync, bridge, clock, photos };
  const words = await startWords('zh-CN');
  await words.changeLanguage('zh-CN');
  const box = document.body.appendChild(document.createElement('div'));
  const root = createRoot(box);
  return {
    data,
    bridge,
    photos: () => listOnce(replica, 'evidence', { order: null, limit: 1_000 }),
    show: (screen) =>
      root.render(
        <ConfigProvider theme={{ token: { motion: false } }} button={{ autoInsertSpace: false }}>
          <App component={false}>
            <FeedbackHost />
            <DataContext value={data}>
              <MemoryRouter>{screen}</MemoryRouter>
            </DataContext>
          </App>
        </ConfigProvider>,
      ),
    async close() {
      root.unmount();
      box.remove();
      await sync.close();
      await replica.close();
      const own = (await Dexie.getDatabaseNames()).filter((database) => database === `qiyou-local-${name}` || database.startsWith(`rxdb-dexie-qiyou-${name}--`));
      for (const database of own) await Dexie.delete(database);
    },
  };
}

/** A JPEG file of its own; the same seed makes the same bytes. */
export async function photoFile(name: string, seed: number): Promise<File> {
  return fileOf(await encoded(noise(160, 120, seed), 'image/jpeg'), name);
}

/** A photo whose end is missing. */
export async function brokenFile(name: string): Promise<File> {
  const bytes = await encoded(noise(160, 120, 99), 'image/jpeg');
  return fileOf(bytes.slice(0, bytes.length / 2), name);
}

/** Gives files to the file field inside an element, as its dialog would. */
export function choose(within: ParentNode, files: readonly File[]): void {
  const field = within.querySelector<HTMLInputElement>('input[type=file]');
  if (field === null) throw new Error('no file field');
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  field.files = transfer.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

/** The tray's text. */
export const trayText = (): string => document.querySelector('.qy-tray')?.textContent ?? '';

/** Resolves when the screen shows the text. */
export async function seeing(text: string): Promise<void> {
  await expect.poll(() => document.body.textContent, { timeout: 20_000 }).toContain(text);
}
