import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import type { Place } from '#shared/bridge/exports.ts';
import { freeBytesOf } from '../files/free-bytes.ts';

/** A folder that the program was started with, `--place DIR[=LABEL]`. */
export interface GivenPlace {
  readonly folder: string;
  readonly label: string;
}

/** The machine, as far as its folders tell. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;

  /** Folders of users' sticks on Linux and macOS, and the root of the drives on Windows. */
  readonly mediaFolders: readonly string[];
}

/** A place with its folder, which stays in the host. */
export interface FoundPlace extends Place {
  readonly folder: string;
}

type Candidate = Pick<FoundPlace, 'folder' | 'kind' | 'label'>;

/** The machine that this runs on. */
export function thisMachine(): Machine {
  const user = userInfo().username;
  const mediaFolders = process.platform === 'darwin' ? ['/Volumes'] : process.platform === 'linux' ? [`/media/${user}`, `/run/media/${user}`] : [];
  return { platform: process.platform, home: homedir(), mediaFolders };
}

/** `DIR` or `DIR=LABEL` as it stands on the command line. */
export function parsePlace(text: string): GivenPlace {
  const at = text.lastIndexOf('=');
  const folder = at > 0 ? text.slice(0, at) : text;
  return { folder, label: (at > 0 ? text.slice(at + 1) : '') || basename(folder) };
}

/**
 * Where files can be put, the likeliest first: those given, sticks, the user's folders. What is not there, or there under
 * another name already, is left out.
 * @param salt keeps ids from telling a path
 */
export async function findPlaces(machine: Machine, given: readonly GivenPlace[], salt: string): Promise<readonly FoundPlace[]> {
  const candidates: readonly Candidate[] = [
    ...given.map((place) => ({ ...place, kind: 'given' as const })),
    ...(await removable(machine)),
    ...(await userFolders(machine)),
  ];
  const found = new Map<string, FoundPlace>();
  for (const { folder, kind, label } of candidates) {
    const freeBytes = await freeBytesIn(folder);
    if (freeBytes === null || found.has(folder)) continue;
    found.set(folder, { id: createHash('sha256').update(`${salt}${folder}`).digest('hex').slice(0, 16), kind, label: label.slice(0, 200), freeBytes, folder });
  }
  return [...found.values()];
}

async function freeBytesIn(folder: string): Promise<number | null> {
  try {
    return (await stat(folder)).isDirectory() ? await freeBytesOf(folder) : null;
  } catch {
    return null;
  }
}

async function removable({ platform, mediaFolders }: Machine): Promise<readonly Candidate[]> {
  if (platform === 'win32') {
    const system = (process.env['SystemDrive'] ?? 'C:').toUpperCase();
    const drives = Array.from('DEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `${letter}:`).filter((drive) => drive !== system);
    return drives.map((drive) => ({ folder: `${drive}\\`, kind: 'removable', label: drive }));
  }
  const sticks: Candidate[] = [];
  for (const media of mediaFolders) {
    const entries = await readdir(media, { withFileTypes: true }).catch(() => []);
    // The system's own volume stands among macOS's volumes as a link.
    for (const entry of entries) if (entry.isDirectory()) sticks.push({ folder: join(media, entry.name), kind: 'removable', label: entry.name });
  }
  return platform === 'linux' ? [...sticks, ...(await stickMounts())] : sticks;
}

/** Sticks that were mounted by hand: file systems that only sticks and cards have, below /mnt or /media. */
async function stickMounts(): Promise<readonly Candidate[]> {
  const mounts = await readFile('/proc/mounts', 'utf8').catch(() => '');
  return mounts.split('\n').flatMap((line): Candidate[] => {
    const [, mounted = '', system = ''] = line.split(' ');
    const folder = mounted.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    if (!/^\/(?:mnt|media)\//.test(folder) || !/^(?:vfat|exfat|ntfs3?|fuseblk)$/.test(system)) return [];
    return [{ folder, kind: 'removable', label: basename(folder) }];
  });
}

const USER_FOLDERS = [
  { kind: 'documents', variable: 'XDG_DOCUMENTS_DIR', label: '文档', names: ['Documents', '文档'] },
  { kind: 'desktop', variable: 'XDG_DESKTOP_DIR', label: '桌面', names: ['Desktop', '桌面'] },
  { kind: 'downloads', variable: 'XDG_DOWNLOAD_DIR', label: '下载', names: ['Downloads', '下载'] },
] as const;

async function userFolders({ platform, home }: Machine): Promise<readonly Candidate[]> {
  const written = platform === 'linux' ? await readFile(join(home, '.config', 'user-dirs.dirs'), 'utf8').catch(() => '') : '';
  const folders: Candidate[] = [];
  for (const { kind, variable, label, names } of USER_FOLDERS) {
    const said = new RegExp(`^${variable}="(.+)"$`, 'm').exec(written)?.[1]?.replace(/^\$HOME(?=\/|$)/, home);
    // A folder that was given up is said to be the home folder.
    const likely = [...(said === undefined || said.replace(/\/$/, '') === home ? [] : [said]), ...names.map((name) => join(home, name))];
    for (const folder of likely) {
      if ((await freeBytesIn(folder)) === null) continue;
      folders.push({ folder, kind, label });
      break;
    }
  }
  return folders.length > 0 ? folders : [{ folder: home, kind: 'documents', label: basename(home) }];
}
