import { preparePhoto } from './prepare-photo.ts';
import type { PrepareRequest } from './prepared-photo.ts';

/** The worker: one request, one answer, whose bytes are handed over and not copied. */
self.addEventListener('message', (event: MessageEvent<PrepareRequest>) => {
  void answer(event.data);
});

async function answer(request: PrepareRequest): Promise<void> {
  const preparation = await preparePhoto(request);
  self.postMessage(preparation, { transfer: preparation.ok ? [preparation.bytes.buffer, preparation.thumb.buffer] : [] });
}
