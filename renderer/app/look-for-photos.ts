import { requeuePhotos, type RequeueOptions } from '../data/photos/requeue-photos.ts';
import { onceAtATime } from './once-at-a-time.ts';
import { reportFault } from './report-faults.ts';

/** Where the center could not say what it has, it is asked again after so long, in milliseconds: nothing else may come to wake it. */
const AGAIN_MS = 30_000;

/** Looks, once at a time and as often as it takes, for photos that the center lacks; `onWaiting` where some wait again. */
export function lookForPhotos(options: RequeueOptions, onWaiting: () => void): ReturnType<typeof onceAtATime> {
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = onceAtATime(
    async () => {
      clearTimeout(timer);
      const found = await requeuePhotos(options);
      if (found === null && !closed) timer = setTimeout(look.run, AGAIN_MS);
      else if (found !== null && found > 0) onWaiting();
    },
    (error) => reportFault(options.bridge, error, 'requeue'),
  );
  return {
    run: look.run,
    ended() {
      closed = true;
      clearTimeout(timer);
      return look.ended();
    },
  };
}
