import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrowFindings, buildSmallHouse, deadFindings, lintFindings, typeFindings, type Finding } from '../support/small-house.ts';

const lines = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join('\n');

interface Planted {
  readonly wall: string;
  readonly file: string;
  readonly text: string;
  /** Rules, by their tool, that refuse the file. */
  readonly refused: readonly string[];
}

/** Imports a name so that the compiler is content, to plant a wrong arrow. */
const importing = (name: string, from: string): string => `import { ${name} } from '${from}';\n\nexport const planted = ${name};\n`;

const PLATFORM: readonly Planted[] = [
  { wall: 'shared touches the DOM', file: 'shared/domain/dom.ts', text: "document.title = '';\n", refused: ['types TS2584'] },
  { wall: 'shared imports Node', file: 'shared/sync/node.ts', text: importing('readFileSync', 'node:fs'), refused: ['types TS2591', 'arrows no-node-in-shared-or-renderer'] },
  { wall: 'shared asks for the process', file: 'shared/sync/env.ts', text: 'export const planted = process.env;\n', refused: ['types TS2591'] },
  { wall: 'shared imports the database', file: 'shared/sync/database.ts', text: importing('Dexie', 'dexie'), refused: ['arrows shared-is-pure'] },
  { wall: 'the renderer imports Node', file: 'renderer/data/node.ts', text: importing('readFileSync', 'node:fs'), refused: ['arrows no-node-in-shared-or-renderer'] },
  { wall: 'a service imports Electron', file: 'main/services/electron.ts', text: importing('app', 'electron'), refused: ['arrows electron-at-the-edge'] },
];

const BETWEEN: readonly Planted[] = [
  { wall: 'the renderer imports the host', file: 'renderer/data/host.ts', text: importing('open', '../../main/services/open.ts'), refused: ['arrows renderer-shared-only'] },
  { wall: 'the renderer imports the center', file: 'renderer/data/center.ts', text: importing('check', '../../center/access/check.ts'), refused: ['arrows renderer-shared-only'] },
  { wall: 'the host imports the renderer', file: 'main/services/screens.ts', text: importing('things', '../../renderer/data/things.ts'), refused: ['arrows main-shared-only'] },
  { wall: 'the host imports the center', file: 'main/services/center.ts', text: importing('check', '../../center/access/check.ts'), refused: ['arrows main-shared-only'] },
  { wall: 'the center imports the host', file: 'center/access/host.ts', text: importing('open', '../../main/services/open.ts'), refused: ['arrows center-shared-only'] },
  { wall: 'the center imports the bridge', file: 'center/access/bridge.ts', text: importing('channels', '#shared/bridge/contract.ts'), refused: ['arrows center-not-bridge'] },
  { wall: 'shared imports the center', file: 'shared/sync/center.ts', text: importing('check', '../../center/access/check.ts'), refused: ['arrows shared-alone'] },
  { wall: 'the product imports a test', file: 'center/access/tested.ts', text: importing('helper', '../../tests/support/helper.ts'), refused: ['arrows tests-are-leaves'] },
  { wall: 'the host imports the command line', file: 'main/services/ops.ts', text: importing('planted', '../../center/ops/command.ts'), refused: ['arrows ops-are-tools', 'arrows main-shared-only'] },
];

const SHARED: readonly Planted[] = [
  { wall: 'the domain imports a schema', file: 'shared/domain/schema.ts', text: importing('thingSchema', '../schema/thing-schema.ts'), refused: ['arrows domain-alone'] },
  { wall: 'the domain imports a package', file: 'shared/domain/package.ts', text: importing('z', 'zod'), refused: ['arrows domain-alone'] },
  { wall: 'a schema imports the protocol', file: 'shared/schema/protocol.ts', text: importing('readMessage', '../protocol/message.ts'), refused: ['arrows shared-schema'] },
  { wall: 'merge imports a schema', file: 'shared/merge/schema.ts', text: importing('thingSchema', '../schema/thing-schema.ts'), refused: ['arrows shared-merge'] },
  { wall: 'the protocol imports merge', file: 'shared/protocol/merge.ts', text: importing('mergeThing', '../merge/merge-thing.ts'), refused: ['arrows shared-protocol'] },
  { wall: 'a port imports merge', file: 'shared/ports/merge.ts', text: importing('mergeThing', '../merge/merge-thing.ts'), refused: ['arrows shared-ports'] },
  { wall: 'sync imports the bridge', file: 'shared/sync/bridge.ts', text: importing('channels', '../bridge/contract.ts'), refused: ['arrows shared-sync'] },
  { wall: 'the bridge imports sync', file: 'shared/bridge/sync.ts', text: importing('receive', '../sync/receive.ts'), refused: ['arrows shared-bridge'] },
];

const ROOMS: readonly Planted[] = [
  { wall: 'a feature reaches inside another', file: 'renderer/features/second/reach.ts', text: importing('first', '../first/inside.ts'), refused: ['arrows feature-by-its-index'] },
  { wall: 'app reaches inside a feature', file: 'renderer/app/reach.ts', text: importing('first', '../features/first/inside.ts'), refused: ['arrows app-by-the-index'] },
  { wall: 'a feature imports app', file: 'renderer/features/first/app.ts', text: importing('planted', '../../app/reach.ts'), refused: ['arrows features-below-app'] },
  { wall: 'data imports a feature', file: 'renderer/data/feature.ts', text: importing('first', '../features/first/index.ts'), refused: ['arrows ground-below-features'] },
  { wall: 'ui imports data', file: 'renderer/ui/data.ts', text: importing('things', '../data/things.ts'), refused: ['arrows ui-shows-only'] },
  { wall: 'data imports ui', file: 'renderer/data/ui.ts', text: importing('Label', '../ui/label.tsx'), refused: ['arrows data-shows-nothing'] },
  { wall: 'a service imports its shell', file: 'main/services/shell.ts', text: importing('planted', '../shell/part.ts'), refused: ['arrows services-below-shells'] },
  { wall: 'the preload imports a service', file: 'main/preload/service.ts', text: importing('open', '../services/open.ts'), refused: ['arrows preload-alone'] },
  { wall: 'a part of the center imports its app', file: 'center/access/app.ts', text: importing('planted', '../app/part.ts'), refused: ['arrows center-parts-below-app'] },
  { wall: 'two modules import each other', file: 'center/access/one.ts', text: "import { two } from './two.ts';\n\nexport const one = (): number => two();\n", refused: ['arrows no-circular'] },
  { wall: 'an import leads nowhere', file: 'center/access/nowhere.ts', text: importing('gone', './gone.ts'), refused: ['arrows no-unresolved', 'types TS2307'] },
  { wall: 'a package that nobody declared', file: 'center/access/undeclared.ts', text: importing('parse', 'acorn'), refused: ['arrows no-undeclared'] },
  { wall: 'a module that nobody imports', file: 'center/access/orphan.ts', text: 'export const planted = 1;\n', refused: ['arrows no-orphans', 'dead file'] },
];

const LINES: readonly Planted[] = [
  { wall: 'the clock is read in passing', file: 'center/access/now.ts', text: 'export const planted = (): number => Date.now();\n', refused: ['lint house(no-ambient)'] },
  { wall: 'the clock is read through another door', file: 'shared/sync/now.ts', text: 'export const planted = (): number => globalThis.Date.now();\n', refused: ['lint house(no-ambient)'] },
  { wall: 'new Date() without a time', file: 'renderer/data/date.ts', text: 'export const planted = (): Date => new Date();\n', refused: ['lint house(no-ambient)'] },
  { wall: 'Math.random', file: 'shared/sync/random.ts', text: 'export const planted = (): number => Math.random();\n', refused: ['lint house(no-ambient)'] },
  { wall: 'crypto.randomUUID', file: 'renderer/data/uuid.ts', text: 'export const planted = (): string => crypto.randomUUID();\n', refused: ['lint house(no-ambient)'] },
  { wall: 'randomUUID of Node', file: 'main/services/uuid.ts', text: importing('randomUUID', 'node:crypto'), refused: ['lint house(no-ambient)'] },
  { wall: 'performance.now', file: 'renderer/features/first/performance.ts', text: 'export const planted = (): number => performance.now();\n', refused: ['lint house(no-ambient)'] },
  { wall: 'raw ipcMain', file: 'main/services/ipc.ts', text: importing('ipcMain', 'electron'), refused: ['lint eslint(no-restricted-imports)', 'arrows electron-at-the-edge'] },
  { wall: 'a function of more than 60 lines', file: 'center/access/long-function.ts', text: `export function planted(n: number): number {\n  let sum = n;\n${lines(61, (index) => `  sum += ${index};`)}\n  return sum;\n}\n`, refused: ['lint eslint(max-lines-per-function)'] },
  { wall: 'a file of more than 400 lines', file: 'center/access/long-file.ts', text: `${lines(401, (index) => `export const n${index} = ${index};`)}\n`, refused: ['lint eslint(max-lines)'] },
  { wall: 'a knot of branches', file: 'center/access/knot.ts', text: `export function planted(n: number): number {\n${lines(16, (index) => `  if (n === ${index * 7}) return ${index};`)}\n  return n;\n}\n`, refused: ['lint eslint(complexity)'] },
  { wall: 'an explicit any', file: 'center/access/any.ts', text: 'export const planted = (value: any): string => String(value);\n', refused: ['lint typescript(no-explicit-any)'] },
  { wall: 'a compiler told to look away', file: 'center/access/ignore.ts', text: "// @ts-ignore\nexport const planted: number = '1';\n", refused: ['lint typescript(ban-ts-comment)'] },
  { wall: 'a floating promise', file: 'center/access/floating.ts', text: 'const later = async (): Promise<number> => Promise.resolve(1);\n\nexport function planted(): void {\n  later();\n}\n', refused: ['lint typescript(no-floating-promises)'] },
  { wall: 'a promise taken for a condition', file: 'center/access/misused.ts', text: 'export const planted = (later: Promise<number>): number => (later ? 1 : 0);\n', refused: ['lint typescript(no-misused-promises)'] },
  { wall: 'a default export', file: 'center/access/default.ts', text: 'export default 1;\n', refused: ['lint import(no-default-export)'] },
  { wall: 'an import without its extension', file: 'center/access/extension.ts', text: importing('check', './check'), refused: ['lint import(extensions)'] },
  { wall: 'a word to the console', file: 'center/access/console.ts', text: 'console.log(1);\n', refused: ['lint eslint(no-console)'] },
  { wall: 'a Chinese literal in a component', file: 'renderer/ui/chinese.tsx', text: "export const planted = () => <p>{'你好'}</p>;\n", refused: ['lint house(no-hard-text)'] },
  { wall: 'words between tags', file: 'renderer/ui/words.tsx', text: 'export const planted = () => <p>hello</p>;\n', refused: ['lint house(no-hard-text)'] },
  { wall: 'words in a spoken attribute', file: 'renderer/ui/spoken.tsx', text: 'export const planted = () => <input aria-label="name" />;\n', refused: ['lint house(no-hard-text)'] },
  { wall: 'a hook behind a condition', file: 'renderer/ui/hook.tsx', text: "import { useState } from 'react';\n\nexport function Planted({ on }: { readonly on: boolean }) {\n  if (on) useState(0);\n  return null;\n}\n", refused: ['lint react-hooks(rules-of-hooks)'] },
  { wall: 'a picture that says nothing', file: 'renderer/ui/picture.tsx', text: 'export const planted = () => <img src="blob:" />;\n', refused: ['lint jsx-a11y(alt-text)'] },
  { wall: 'a test that sleeps', file: 'tests/unit/sleepy.test.ts', text: "import { expect, it } from 'vitest';\n\nit('sleeps', async () => {\n  await new Promise((done) => setTimeout(done, 10));\n  expect(1).toBe(1);\n});\n", refused: ['lint house(no-sleep)'] },
  { wall: 'a test that is left out', file: 'tests/unit/skipped.test.ts', text: "import { expect, it } from 'vitest';\n\nit.skip('is skipped', () => {\n  expect(1).toBe(1);\n});\n", refused: ['lint vitest(no-disabled-tests)'] },
];

const DEAD: readonly Planted[] = [
  { wall: 'an export that nobody uses', file: 'center/app/part.ts', text: 'export const planted = 1;\nexport const unused = 2;\n', refused: ['dead unused'] },
];

const PLANTED = [...PLATFORM, ...BETWEEN, ...SHARED, ...ROOMS, ...LINES, ...DEAD];

/** What the planted files import; faultless in themselves. */
const PROPS: Readonly<Record<string, string>> = {
  'tests/support/helper.ts': 'export const helper = 1;\n',
  'center/ops/command.ts': 'export const planted = 1;\n',
  'center/access/two.ts': "import { one } from './one.ts';\n\nexport const two = (): number => one();\n",
  'main/shell/part.ts': 'export const planted = 1;\n',
  'center/ops/uses.ts': importing('planted', '../app/part.ts'),
  'center/ops/cli.ts': "import { planted } from './uses.ts';\n\nconsole.log(planted);\n",
};

async function findingsIn(house: string): Promise<readonly Finding[]> {
  const all = await Promise.all([typeFindings(house), arrowFindings(house), lintFindings(house), deadFindings(house)]);
  return all.flat();
}

describe('the walls of the house', () => {
  const houses: string[] = [];
  let clean: readonly Finding[] = [];
  let found: ReadonlySet<string> = new Set();

  beforeAll(async () => {
    const planted = Object.fromEntries(PLANTED.map(({ file, text }) => [file, text]));
    const [sound, broken] = await Promise.all([buildSmallHouse(), buildSmallHouse({ ...PROPS, ...planted })]);
    houses.push(sound, broken);
    clean = await findingsIn(sound);
    found = new Set(await findingsIn(broken));
  }, 120_000);

  afterAll(() => Promise.all(houses.map((house) => rm(house, { recursive: true }))));

  it('let a sound house stand', () => {
    expect(clean).toEqual([]);
  });

  it.each(PLANTED)('refuse it when $wall ($file)', ({ file, refused }) => {
    const findings = [...found].filter((finding) => finding.split(' ')[1] === file).map((finding) => finding.replace(` ${file} `, ' '));
    expect(findings).toEqual(expect.arrayContaining([...refused]));
  });

  it('blame no file that is sound', () => {
    const guilty = new Set(PLANTED.map(({ file }) => file));
    const props = new Set(Object.keys(PROPS));
    const blamed = [...found].filter((finding) => {
      const [, file = ''] = finding.split(' ');
      return !guilty.has(file) && !props.has(file);
    });
    expect(blamed).toEqual([]);
  });
});
