import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export type As = 'station' | 'county';

/** What `npm start` was asked for. */
export interface StartOptions {
  readonly as: As;
  /** Rebuild the screens when a source changes, and show the sync inspector. */
  readonly developer: boolean;
  /** Open a window where that is possible. */
  readonly open: boolean;
  /** Port of the app; null takes the one it had, else the usual one. */
  readonly port: number | null;
  /** Check the app's photos and end, without a window. */
  readonly verifyVault: boolean;
  /** Folder of all that the demo keeps. */
  readonly data: string;
  /** A build to use as it is; null builds what is out of date. */
  readonly dist: string | null;
  /** Width of the demo's photos, in pixels. */
  readonly photoWidth: number;
}

/** The command was given wrongly; the message says how. */
export class UsageFault extends Error {}

export const USAGE = `用法 usage: npm start -- [选项 options]

  --as station|county   作为村站（默认）或县中心打开   open as a station (default) or as the county
  --port N              应用的端口   port of the app (station 47615, county 47617)
  --no-open             不打开窗口，只给出地址   open no window, print the address
  --dev                 源码改动后自动重建界面，显示同步检查器   rebuild screens on change, show the sync inspector
  --verify-vault        检查照片库后结束，不打开窗口   check the photos and end, no window
  --data DIR            数据文件夹（也可用 QIYOU_DATA）   data folder (or QIYOU_DATA)
  --dist DIR            使用已有的构建结果   use this build as it is
  --photo-width PX      演示照片的宽度（默认 1280）   width of the demo's photos
  --help                显示本说明   this text
`;

/** Reads the command line; null where only help was asked for. Throws a {@link UsageFault}. */
export function readOptions(argv: readonly string[], environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): StartOptions | null {
  const values = parse(argv);
  if (values.help) return null;
  if (values.as !== 'station' && values.as !== 'county') throw new UsageFault('--as: station | county');
  const named = values.data ?? environment['QIYOU_DATA'] ?? '';
  return {
    as: values.as,
    developer: values.dev,
    open: !values['no-open'],
    verifyVault: values['verify-vault'],
    port: values.port === undefined ? null : wholeNumber('--port', values.port, 1, 65_535),
    data: named === '' ? defaultData(environment, platform) : resolve(named),
    dist: values.dist === undefined ? null : resolve(values.dist),
    photoWidth: wholeNumber('--photo-width', values['photo-width'], 16, 4_096),
  };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > most) throw new UsageFault(`${name}: ${least} … ${most}`);
  return number;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        as: { type: 'string', default: 'station' },
        port: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        dev: { type: 'boolean', default: false },
        'verify-vault': { type: 'boolean', default: false },
        data: { type: 'string' },
        dist: { type: 'string' },
        'photo-width': { type: 'string', default: '1280' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageFault(error instanceof Error ? error.message : String(error));
  }
}

/** The user's own folder for programs' data. */
function defaultData(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = homedir();
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'qiyou-demo');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'qiyou-demo');
  const named = environment['XDG_DATA_HOME'] ?? '';
  return join(named === '' ? join(home, '.local', 'share') : named, 'qiyou-demo');
}
