import { ClockBanner } from '../features/clock/index.ts';
import { HeldOutcomeNotice } from '../features/sync/index.ts';
import { FirstPull } from './first-pull.tsx';
import { LostStorageNotice } from './lost-storage-notice.tsx';
import { Recovering } from './recovering.tsx';

/** Screens where dates are filled in or looked at. */
const WITH_DATES = /^\/(activities\/.*|hours|volunteers.*|haves)?$/;

/** Where it is said that the browser's storage was lost, and what was decided on held removals. */
export const WITH_LOSSES = /^\/(sync)?$/;

/** What stands above a screen while it holds: a clock that is off, the first pull, a center that was restored, a storage that was lost, a decision. */
export function Banners({ pathname }: { readonly pathname: string }) {
  return (
    <>
      <FirstPull />
      <Recovering />
      {WITH_LOSSES.test(pathname) && <LostStorageNotice />}
      {WITH_LOSSES.test(pathname) && <HeldOutcomeNotice />}
      {WITH_DATES.test(pathname) && <ClockBanner />}
    </>
  );
}
