/** Longest name in UTF-8 bytes: 255 on Linux, less what a number in brackets takes. UTF-16 units (FAT32, NTFS) are never more. */
const MAX_BYTES = 200;
/** Control characters, and what Windows and FAT32 reserve. */
// oxlint-disable-next-line no-control-regex -- these are what a name may not hold
const RESERVED = /[\u0000-\u001f\u007f"*/:<>?\\|]/g;
const DEVICES = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/** A name that every file system takes, also FAT32 and NTFS, and that names no folder above. The ending of a file is kept. */
export function safeName(name: string): string {
  const clean = name.toWellFormed().normalize('NFC').replace(RESERVED, '_').replace(/[. ]+$/, '').replace(/^ +/, '');
  const named = clean.replace(/^\.+/, (dots) => '_'.repeat(dots.length)).replace(DEVICES, (device) => `${device}_`);
  const [stem, ending] = splitEnding(named);
  return `${cut(stem, MAX_BYTES - Buffer.byteLength(ending)).replace(/[. ]+$/, '')}${ending}` || '_';
}

/** The name with a number: `照片.jpg` becomes `照片 (2).jpg`. */
export function numbered(name: string, number: number): string {
  if (number < 2) return name;
  const [stem, ending] = splitEnding(name);
  return `${stem} (${number})${ending}`;
}

/** What two names must differ in to be two on a file system that does not tell capitals. */
export function nameKey(name: string): string {
  return name.toUpperCase().toLowerCase();
}

function splitEnding(name: string): readonly [string, string] {
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
  return [name.slice(0, name.length - ending.length), ending];
}

function cut(text: string, bytes: number): string {
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}
