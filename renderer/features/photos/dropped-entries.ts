/** What lies in dropped folders and files. */
export interface DroppedFiles {
  readonly files: readonly File[];
  /** Names of files and folders that could not be read. */
  readonly unread: readonly string[];
}

/** What systems put beside photos: nobody chose it. */
const SYSTEM = /^(\.|thumbs\.db$|desktop\.ini$|ehthumbs)/i;

/** True for a file that a system made and no camera. */
export function isSystemFile(name: string): boolean {
  return SYSTEM.test(name);
}

/** All files of dropped entries, folders through to the last, in the order of their paths. */
export async function filesOfEntries(entries: readonly FileSystemEntry[]): Promise<DroppedFiles> {
  const found: { readonly path: string; readonly file: File }[] = [];
  const unread: string[] = [];
  const waiting = [...entries];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (isSystemFile(entry.name)) continue;
    try {
      if (isDirectory(entry)) waiting.push(...(await childrenOf(entry)));
      else found.push({ path: entry.fullPath, file: await fileOf(entry as FileSystemFileEntry) });
    } catch {
      unread.push(entry.name);
    }
  }
  return { files: found.toSorted((a, b) => a.path.localeCompare(b.path, undefined, { numeric: true })).map(({ file }) => file), unread };
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** A reader hands a folder out in portions of a hundred, and an empty one at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) return all;
    all.push(...portion);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
