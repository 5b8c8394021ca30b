import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../../ui/feedback.tsx';
import { filesOfEntries } from './dropped-entries.ts';

/** True where a drag carries files, and not a piece of the page. */
function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** What a drop carries: files at once, or entries to be read where a folder is among them. */
type Dropped = { readonly files: readonly File[] } | { readonly entries: readonly FileSystemEntry[] };

/** The browser lets the drop be looked at only while its event is told. */
function droppedOf(event: DragEvent): Dropped {
  const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file');
  const entries = items.flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.some(({ isDirectory }) => isDirectory)) return { entries };
  return { files: items.flatMap((item) => item.getAsFile() ?? []) };
}

/** Hands what was dropped on, folders with all that lies in them; says what was of no use. */
async function handOn(dropped: Dropped, onFiles: (files: readonly File[]) => void, t: TFunction<'photos'>): Promise<void> {
  const { files, unread } = 'files' in dropped ? { files: dropped.files, unread: [] } : await filesOfEntries(dropped.entries);
  if (unread.length > 0) toast('warning', t('add.unread', { count: unread.length, names: unread.slice(0, 5).join(t('tray.nameSeparator')) }));
  else if (files.length === 0) toast('warning', t('files' in dropped ? 'add.notFiles' : 'add.emptyFolder'));
  if (files.length > 0) onFiles(files);
}

/**
 * Takes files and folders dropped on an element and what lies in it. An inner taker goes before an outer one.
 * @param target the element, or null for none yet; `document.documentElement` takes what nothing within took
 * @returns true while files hover over it
 */
export function useDroppedFiles(target: HTMLElement | null, onFiles: (files: readonly File[]) => void): boolean {
  const { t } = useTranslation('photos');
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (target === null) return;
    const listening = new AbortController();
    const { signal } = listening;
    const onOver = (event: DragEvent): void => {
      const mine = carriesFiles(event) && !event.defaultPrevented;
      setOver(mine);
      if (mine) event.preventDefault();
    };
    const onLeave = (event: DragEvent): void => {
      const to = event.relatedTarget;
      if (!(to instanceof Node && target.contains(to))) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      if (!carriesFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      void handOn(droppedOf(event), onFiles, t);
    };
    target.addEventListener('dragover', onOver, { signal });
    target.addEventListener('dragleave', onLeave, { signal });
    target.addEventListener('drop', onDrop, { signal });
    return () => listening.abort();
  }, [target, onFiles, t]);
  return over;
}

/** Keeps files that are dropped where nothing takes them from replacing the whole program: the window is asked last. */
export function useNoStrayDrops(): void {
  useEffect(() => {
    const listening = new AbortController();
    const refuse = (event: DragEvent): void => {
      if (event.defaultPrevented || !carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
    };
    window.addEventListener('dragover', refuse, { signal: listening.signal });
    window.addEventListener('drop', refuse, { signal: listening.signal });
    return () => listening.abort();
  }, []);
}

/** Takes files pasted anywhere; text goes where it was meant to go. */
export function usePastedFiles(onFiles: (files: readonly File[]) => void): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || event.defaultPrevented) return;
      event.preventDefault();
      onFiles(files);
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [onFiles]);
}
