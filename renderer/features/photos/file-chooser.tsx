import { useCallback, useRef, type ReactNode } from 'react';

/** HEIC has no MIME type on many machines: its endings are named too. */
const ACCEPT = 'image/jpeg,image/png,image/webp,image/heic,image/heif,.jpg,.jpeg,.png,.webp,.heic,.heif';

export interface FileChooserProps {
  /** What it is for, for those who hear the screen. */
  readonly label: string;
  readonly onFiles: (files: readonly File[]) => void;
  /** The button; it gets what opens the machine's file dialog. */
  readonly children: (open: () => void) => ReactNode;
}

/** A button that opens the machine's own file dialog, for many files at once. */
export function FileChooser({ label, onFiles, children }: FileChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  const open = useCallback(() => input.current?.click(), []);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPT}
        aria-label={label}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // The same files may be chosen once more.
          currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      {children(open)}
    </>
  );
}
