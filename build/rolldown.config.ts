import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { InputOptions, OutputOptions } from 'rolldown';

/** One bundle of the program's Node side: everything is in it, so that no node_modules ship. */
export interface Bundle {
  readonly name: string;
  /** Source file, from the project's root. */
  readonly entry: string;
  /** Output file, from the output folder. */
  readonly file: string;
  readonly format: 'cjs' | 'es';
  /** Modules that are there where it runs. */
  readonly external: readonly (string | RegExp)[];
}

const NODE = /^node:/;

/** Electron loads its main and its sandboxed preload as CommonJS; the shell and the center are modules for Node. */
export const BUNDLES: readonly Bundle[] = [
  { name: 'main', entry: 'main/app/main.ts', file: 'main/index.cjs', format: 'cjs', external: ['electron', NODE] },
  { name: 'preload', entry: 'main/preload/index.ts', file: 'preload/index.cjs', format: 'cjs', external: ['electron'] },
  { name: 'shell', entry: 'main/shell/main.ts', file: 'shell/main.js', format: 'es', external: [NODE] },
  { name: 'center', entry: 'center/app/main.ts', file: 'center/main.js', format: 'es', external: [NODE] },
  { name: 'center-cli', entry: 'center/ops/cli.ts', file: 'center/cli.js', format: 'es', external: [NODE] },
];

/** Options of rolldown for a bundle; null where its source is not there. */
export function optionsOf(bundle: Bundle, root: string, outDir: string): (InputOptions & { readonly output: OutputOptions }) | null {
  const input = resolve(root, bundle.entry);
  if (!existsSync(input)) return null;
  return {
    input,
    cwd: root,
    platform: 'node',
    external: [...bundle.external],
    tsconfig: false,
    // CommonJS packages among the center's ask for Node's own modules by their bare names.
    resolve: { conditionNames: ['node', 'module', 'default'] },
    logLevel: 'warn',
    output: {
      file: resolve(outDir, bundle.file),
      format: bundle.format,
      codeSplitting: false,
      minify: false,
      sourcemap: false,
    },
  };
}
