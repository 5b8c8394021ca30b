import { useCallback, useRef, type ReactNode } from 'react';
import { isSystemFile } from './dropped-entries.ts';

/** HEIC has no MIME type on many machines: its endings are named too. */
const ACCEPT = 'image/jpeg,image/png,image/webp,image/heic,image/heif,.jpg,.jpeg,.png,.webp,.heic,.heif';

/**
 * The machine's own file dialog, for many photos at once, or for a whole folder with all that lies in it.
 * @param label what it is for, for those who hear the screen
 * @returns the hidden field, to be put on the screen, and what opens the dialog
 */
export function useFileChooser(label: string, onFiles: (files: readonly File[]) => void, what: 'files' | 'folder' = 'files'): { readonly field: ReactNode; readonly choose: () => void } {
  const input = useRef<HTMLInputElement>(null);
  const choose = useCallback(() => input.current?.click(), []);
  const field = (
    <input
      ref={input}
      type="file"
      multiple
      hidden
      {...(what === 'folder' ? { webkitdirectory: '' } : { accept: ACCEPT })}
      aria-label={label}
      onChange={({ currentTarget }) => {
        const files = [...(currentTarget.files ?? [])].filter(({ name }) => what === 'files' || !isSystemFile(name));
        // The same files may be chosen once more.
        currentTarget.value = '';
        if (files.length > 0) onFiles(files);
      }}
    />
  );
  return { field, choose };
}
