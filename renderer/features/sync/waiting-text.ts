import type { Waiting } from '../../data/hooks/use-custody.ts';
import { bytesText } from '../../ui/format.ts';
import { say, type Words } from '../../ui/words.ts';

/** What waits on this machine, in one line: `12 条记录，3 张照片（1.2 MB）`. */
export function waitingText(waiting: Waiting, t: Words): string {
  const parts: string[] = [];
  const bytes = bytesText(waiting.photoBytes);
  if (waiting.records > 0) parts.push(say(t, 'sync:waiting.records', { records: waiting.records }));
  if (waiting.photos > 0) parts.push(say(t, 'sync:waiting.photos', { photos: waiting.photos, bytes }));
  else if (waiting.photoBytes > 0) parts.push(say(t, 'sync:waiting.thumbs', { bytes }));
  if (waiting.aside > 0) parts.push(say(t, 'sync:waiting.refused', { refused: waiting.aside }));
  if (waiting.photosFailed > 0) parts.push(say(t, 'sync:waiting.failedPhotos', { photos: waiting.photosFailed }));
  return parts.length === 0 ? say(t, 'sync:connection.nothingWaiting') : parts.join(say(t, 'sync:waiting.joiner'));
}
