import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasDisplay } from '../../../main/shell/find-browser.ts';
import type { Children, Ending } from './children.ts';
import { electronProgram, fetchElectron } from './electron.ts';
import { PLACES } from './enrol-host.ts';
import { freePort } from './free-port.ts';
import { ROOT } from './fresh-build.ts';
import type { StartOptions } from './options.ts';
import { say } from './say.ts';
import { readSmall } from './small-file.ts';

const rememberedSchema = z.object({ port: z.number().int().min(1).max(65_535) });

/** Electron's program where the app can be opened in it, else null, said aloud: then the machine's own browser is the window. */
export async function chooseElectron(options: StartOptions): Promise<string | null> {
  const mayOpen = options.open && options.dist === null;
  if (!mayOpen || !hasDisplay(process.env, process.platform)) {
    if (options.open) say('没有图形界面，只给出地址。', 'No display here: the address is printed, and served.');
    return null;
  }
  const program = electronProgram() ?? (await fetchElectron());
  if (program === null) {
    say(
      '没有 Electron 程序，改用浏览器外壳（功能相同）。可设置 ELECTRON_MIRROR 指定下载镜像后再启动。',
      'No Electron program: the browser shell opens instead, with all the same. ELECTRON_MIRROR names a download mirror.',
    );
  } else say('用 Electron 打开。', 'Opening in Electron.');
  return program;
}

/** Opens the app; answers how its process ended, once it has. */
export async function openApp(children: Children, options: StartOptions, dist: string, electron: string | null): Promise<Ending> {
  const data = join(options.data, options.as);
  const flags = [...(options.developer ? ['--dev'] : []), ...(options.verifyVault ? ['--verify-vault'] : [])];
  if (electron !== null) {
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return children.start(electron, [...asRoot, ROOT, `--data=${data}`, ...flags], ROOT);
  }
  const port = options.port ?? (await portFor(data, PLACES[options.as].port));
  const open = options.open ? [] : ['--no-open'];
  return children.start(process.execPath, [join(dist, 'shell/main.js'), '--data', data, '--port', String(port), ...open, ...flags], ROOT);
}

/** The port that the app had, because what was entered belongs to it; at the first start, the usual one or any that is free. */
async function portFor(data: string, usual: number): Promise<number> {
  const remembered = readSmall(join(data, 'shell.json'), rememberedSchema)?.port;
  if (remembered !== undefined) return remembered;
  // A shell that is just starting has the port already, and shows its window to a second start.
  return existsSync(join(data, 'shell.lock')) ? usual : freePort(usual);
}

/** Where the app writes what happens to it. */
export function logOfApp(options: StartOptions): string {
  return join(options.data, options.as, 'log', 'host.log');
}

/** Builds the screens anew whenever a source changes; windows of the browser shell reload by themselves. */
export function watchRenderer(children: Children): Promise<Ending> {
  say('界面源码改动后自动重建；main、center 改动后请重新启动。', 'Screens are rebuilt on change; restart after changes in main or center.');
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  return children.start(process.execPath, [vite, 'build', '--watch', '--config', 'build/vite.config.ts', '--configLoader', 'native', '--logLevel', 'warn'], ROOT);
}
