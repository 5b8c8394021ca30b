import { ClockBanner } from '../features/clock/index.ts';
import { FirstPull } from './first-pull.tsx';
import { Recovering } from './recovering.tsx';

/** Screens where dates are filled in or looked at. */
const WITH_DATES = /^\/(activities\/.*|hours|volunteers.*|haves)?$/;

/** What stands above a screen while it holds: a clock that is off, the first pull, a center that was restored. */
export function Banners({ pathname }: { readonly pathname: string }) {
  return (
    <>
      <FirstPull />
      <Recovering />
      {WITH_DATES.test(pathname) && <ClockBanner />}
    </>
  );
}
