import type { Waiting } from '../../data/hooks/use-custody.ts';
import { bytesText } from '../../ui/format.ts';
import { say, type Words } from '../../ui/words.ts';

/** What waits on this machine, and what sending it will use (rule T1), in one line: `12 条记录，3 张照片，发送大约需要 1.2 MB`. */
export function waitingText(waiting: Waiting, t: Words): string {
  const parts: string[] = [];
  const { thumbnails, originals, total } = waiting.bytes;
  if (waiting.records > 0) parts.push(say(t, 'sync:waiting.records', { records: waiting.records }));
  if (waiting.photos > 0) parts.push(say(t, 'sync:waiting.photos', { photos: waiting.photos }));
  if (thumbnails > 0) parts.push(say(t, 'sync:waiting.thumbs', { bytes: bytesText(thumbnails) }));
  if (originals > 0) parts.push(say(t, 'sync:waiting.originals', { bytes: bytesText(originals) }));
  if (parts.length > 0) parts.push(say(t, 'sync:waiting.total', { bytes: bytesText(total) }));
  return parts.length === 0 ? say(t, 'sync:connection.nothingWaiting') : parts.join(say(t, 'sync:waiting.joiner'));
}
