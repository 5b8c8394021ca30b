import { ClockBanner } from '../features/clock/index.ts';
import { FirstPull } from './first-pull.tsx';

/** Screens where dates are filled in or looked at. */
const WITH_DATES = /^\/(activities\/.*|hours|volunteers.*|haves)?$/;

/** What stands above a screen while it holds: the clock, the first pull. */
export function Banners({ pathname }: { readonly pathname: string }) {
  return (
    <>
      <FirstPull />
      {WITH_DATES.test(pathname) && <ClockBanner />}
    </>
  );
}
