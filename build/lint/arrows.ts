/**
 * Runs dependency-cruiser over the tree: `node build/lint/arrows.ts [folder…]`, from the root of the tree to check.
 *
 * dependency-cruiser parses TypeScript with the compiler's JavaScript API, which TypeScript 7 no longer has. So its own
 * `import('typescript')`, and nobody else's, is answered with the last version that has one.
 */
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

registerHooks({
  resolve(specifier, context, nextResolve) {
    const fromCruiser = context.parentURL?.includes('/dependency-cruiser/') === true;
    if (!fromCruiser || !/^typescript(\/|$)/.test(specifier)) return nextResolve(specifier, context);
    return nextResolve(specifier.replace('typescript', 'typescript-6'), context);
  },
});

const root = resolve(import.meta.dirname, '../..');
const given = process.argv.slice(2);
const folders = given.some((argument) => !argument.startsWith('-')) ? [] : ['main', 'renderer', 'shared', 'center', 'build', 'tests'];
process.argv.splice(2, Infinity, '--config', join(import.meta.dirname, 'dependency-cruiser.cjs'), ...given, ...folders);
await import(pathToFileURL(join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')).href);
