import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDERS = ['main', 'renderer', 'shared', 'center', 'build', 'tests'];

/** A house with one thing in each room and no fault: what the walls let stand. */
const ROOMS: Readonly<Record<string, string>> = {
  'shared/domain/thing.ts': 'export interface Thing {\n  readonly id: string;\n}\n\nexport const named = (id: string): Thing => ({ id });\n',
  'shared/schema/thing-schema.ts':
    "import { z } from 'zod';\nimport type { Thing } from '../domain/thing.ts';\n\nexport const thingSchema: z.ZodType<Thing> = z.object({ id: z.string() });\n",
  'shared/merge/merge-thing.ts': "import type { Thing } from '../domain/thing.ts';\n\nexport const mergeThing = (mine: Thing, theirs: Thing): Thing => (mine.id > theirs.id ? mine : theirs);\n",
  'shared/protocol/message.ts': "import { thingSchema } from '../schema/thing-schema.ts';\n\nexport const readMessage = (message: unknown): string => thingSchema.parse(message).id;\n",
  'shared/ports/clock.ts': 'export interface Clock {\n  now(): number;\n}\n',
  'shared/sync/receive.ts':
    "import { mergeThing } from '../merge/merge-thing.ts';\nimport type { Clock } from '../ports/clock.ts';\nimport { readMessage } from '../protocol/message.ts';\n\nexport const receive = (clock: Clock, message: unknown): string => mergeThing({ id: readMessage(message) }, { id: String(clock.now()) }).id;\n",
  'shared/bridge/contract.ts': "import { thingSchema } from '../schema/thing-schema.ts';\n\nexport const channels = { open: thingSchema };\n",
  'main/services/open.ts': "import { channels } from '#shared/bridge/contract.ts';\n\nexport const open = (input: unknown): string => channels.open.parse(input).id;\n",
  'main/app/main.ts': "import { ipcMain } from 'electron';\nimport { open } from '../services/open.ts';\n\nipcMain.handle('open', (_event, input: unknown) => [open(input), Date.now()]);\n",
  'main/preload/index.ts': "import { contextBridge, ipcRenderer } from 'electron';\n\ncontextBridge.exposeInMainWorld('host', { open: (input: unknown) => ipcRenderer.invoke('open', input) });\n",
  'main/shell/main.ts': "import { open } from '../services/open.ts';\n\nprocess.stdout.write(open({ id: new Date().toISOString() }));\n",
  'renderer/locales/zh.ts': "export const zh = { hello: '你好' };\n",
  'renderer/data/things.ts': "import { named } from '#shared/domain/thing.ts';\n\nexport const things = [named('one')];\n",
  'renderer/ui/label.tsx': 'export function Label({ text }: { readonly text: string }) {\n  return <p>{text}</p>;\n}\n',
  'renderer/features/first/inside.ts': "import { things } from '../../data/things.ts';\n\nexport const first = things[0]?.id ?? '';\n",
  'renderer/features/first/index.ts': "export { first } from './inside.ts';\n",
  'renderer/features/second/index.tsx':
    "import { zh } from '../../locales/zh.ts';\nimport { Label } from '../../ui/label.tsx';\nimport { first } from '../first/index.ts';\n\nexport function Second() {\n  return <Label text={zh.hello + first} />;\n}\n",
  'renderer/main.tsx': "import { createRoot } from 'react-dom/client';\nimport { Second } from './features/second/index.tsx';\n\ncreateRoot(document.body).render(<Second />);\n",
  'center/access/check.ts': "import { receive } from '#shared/sync/receive.ts';\n\nexport const check = (now: number): string => receive({ now: () => now }, { id: 'one' });\n",
  'center/app/main.ts': "import { check } from '../access/check.ts';\n\nconsole.log(check(Date.now()));\n",
  'center/ops/cli.ts': "import { check } from '../access/check.ts';\n\nconsole.log(check(0));\n",
  'build/scripts/start.ts': "import { check } from '../../center/access/check.ts';\n\nconsole.log(check(0));\n",
  'tests/unit/check.test.ts':
    "import { expect, it } from 'vitest';\nimport { check } from '../../center/access/check.ts';\n\nit('takes the greater', () => {\n  expect(check(0)).toBe('one');\n});\n",
};

/** Lays the small house out in a new folder, under this very house's configs, with more files on top. Answers the folder. */
export async function buildSmallHouse(more: Readonly<Record<string, string>> = {}): Promise<string> {
  const house = await mkdtemp(join(await realpath(tmpdir()), 'small-house-'));
  await symlink(join(ROOT, 'node_modules'), join(house, 'node_modules'));
  const same = ['tsconfig.json', 'tsconfig.base.json', '.oxlintrc.json', 'build/lint', ...FOLDERS.map((folder) => `${folder}/tsconfig.json`)];
  await Promise.all(same.map((path) => cp(join(ROOT, path), join(house, path), { recursive: true })));
  const own = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Readonly<Record<'imports' | 'scripts' | 'devDependencies', object>>;
  const { imports, scripts, devDependencies } = own;
  await writeFile(join(house, 'package.json'), JSON.stringify({ name: 'small-house', type: 'module', imports, scripts, devDependencies }));
  for (const [path, text] of Object.entries({ ...ROOMS, ...more })) {
    await mkdir(dirname(join(house, path)), { recursive: true });
    await writeFile(join(house, path), text);
  }
  return house;
}

/** One finding of one tool: `tool file rule`. */
export type Finding = `${'types' | 'arrows' | 'lint' | 'dead'} ${string} ${string}`;

function run(house: string, script: string, ...parameters: string[]): Promise<string> {
  return new Promise((done, failed) => {
    const options = { cwd: house, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NO_COLOR: '1' } };
    execFile(process.execPath, [join(ROOT, script), ...parameters], options, (_error, output, errors) => {
      if (output === '' && errors !== '') failed(new Error(errors));
      else done(output);
    });
  });
}

/** What the compiler finds. */
export async function typeFindings(house: string): Promise<Finding[]> {
  const output = await run(house, 'node_modules/typescript/bin/tsc', '-b', '--pretty', 'false');
  return [...output.matchAll(/^([^\s(]+)\(\d+,\d+\): error (TS\d+)/gm)].map(([, file, code]): Finding => `types ${file ?? ''} ${code ?? ''}`);
}

/** What dependency-cruiser finds. */
export async function arrowFindings(house: string): Promise<Finding[]> {
  const output = await run(house, 'build/lint/arrows.ts', '--output-type=json');
  const { summary } = JSON.parse(output) as { readonly summary: { readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[] } };
  return summary.violations.map((violation): Finding => `arrows ${violation.from} ${violation.rule.name}`);
}

/** What oxlint finds. */
export async function lintFindings(house: string): Promise<Finding[]> {
  const output = await run(house, 'node_modules/oxlint/bin/oxlint', '--config', '.oxlintrc.json', '--type-aware', '--format=json', ...FOLDERS);
  const { diagnostics } = JSON.parse(output) as { readonly diagnostics: readonly { readonly filename: string; readonly code: string; readonly severity: string }[] };
  return diagnostics.map((finding): Finding => `lint ${finding.filename} ${finding.severity === 'error' ? finding.code : 'only a warning'}`);
}

/** What knip finds in files; what it says of package.json is not asked here, because the small house uses few packages. */
export async function deadFindings(house: string): Promise<Finding[]> {
  const output = await run(house, 'node_modules/knip/bin/knip.js', '--config', 'build/lint/knip.json', '--no-progress', '--reporter=json');
  type Named = readonly { readonly name: string }[];
  const { issues } = JSON.parse(output) as { readonly issues: readonly { readonly file: string; readonly files: Named; readonly exports: Named; readonly types: Named; readonly unlisted: Named }[] };
  return issues.flatMap(({ file, files, exports, types, unlisted }) => [
    ...files.map((): Finding => `dead ${file} file`),
    ...[...exports, ...types, ...unlisted].map(({ name }): Finding => `dead ${file} ${name}`),
  ]);
}
