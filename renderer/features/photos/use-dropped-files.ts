import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../../ui/feedback.tsx';

/** True where a drag carries files, and not a piece of the page. */
function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** A folder counts among the dropped files, but cannot be read as one. */
function droppedFiles(event: DragEvent): File[] {
  const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file');
  return items.flatMap((item) => (item.webkitGetAsEntry()?.isDirectory === true ? [] : (item.getAsFile() ?? [])));
}

/**
 * Takes files dropped on an element and what lies in it. An inner taker goes before an outer one.
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
      const files = droppedFiles(event);
      if (files.length === 0) toast('warning', t('add.notFiles'));
      else onFiles(files);
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
