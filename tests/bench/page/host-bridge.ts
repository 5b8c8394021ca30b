import type { Bridge } from '#shared/bridge/contract.ts';
import { connectBridge } from '../../../renderer/bridge/connect-bridge.ts';
import type { Job } from './job.ts';

/** The app's own bridge to a host, enrolled and in contact: as in use. */
export async function hostBridge({ enrol }: Job): Promise<Bridge> {
  if (enrol === null) throw new Error('nowhere to enrol');
  const bridge = connectBridge();
  const online = Promise.withResolvers<void>();
  bridge.on('link.connection', ({ state }) => {
    if (state === 'online') online.resolve();
  });
  const enrolled = await bridge.invoke('link.enrol', { ...enrol, deviceName: '办公电脑' });
  if (!enrolled.ok) throw new Error(JSON.stringify(enrolled.error));
  if ((await bridge.invoke('link.connection', null)).state !== 'online') await online.promise;
  return bridge;
}
