import { createRoot } from 'react-dom/client';
import type { Bridge } from '#shared/bridge/contract.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { startWords } from '../locales/start-words.ts';
import { useAppInfo } from '../state/app-info.ts';
import { followConnection, loseConnection } from '../state/connection.ts';
import { usePreferences } from '../state/preferences.ts';
import '../ui/theme.css';
import './app.css';
import { App } from './app.tsx';
import type { OnLost } from './lost-notice.tsx';
import { machineClock, machineRandom } from './ports.ts';
import { reportFault, reportFaults } from './report-faults.ts';
import { startSession } from './session.ts';

/** A bridge that may also tell of its own loss, as the browser shell's does. */
export type AppBridge = Bridge & { readonly onLost?: OnLost };

/** Puts the program together and draws it into the element. */
export async function startApp(root: HTMLElement, bridge: AppBridge): Promise<void> {
  reportFaults(bridge);
  const words = await startWords(usePreferences.getState().language);
  const following = followConnection(bridge);
  bridge.onLost?.((lost) => lost !== null && loseConnection());
  const session = startSession({ bridge, clock: machineClock, random: machineRandom, ids: uuidv7Ids(machineClock, machineRandom) });
  createRoot(root).render(<App session={session} words={words} bridge={bridge} onLost={bridge.onLost ?? null} />);
  try {
    await following;
    useAppInfo.setState({ info: await bridge.invoke('app.info', null) });
    // Asks the browser not to drop the records when the disk runs full.
    await navigator.storage.persist();
  } catch (error) {
    reportFault(bridge, error, 'start');
  }
}
