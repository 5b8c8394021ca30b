/**
 * Runs dependency-cruiser over the tree that it stands in: `node build/lint/arrows.ts [options] [folder…]`, from its root.
 *
 * dependency-cruiser parses TypeScript with the compiler's JavaScript API, which TypeScript 7 no longer has. So its own
 * `import('typescript')`, and nobody else's, is answered with the last version that has one.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';

const PARSER = 'typescript-6';

registerHooks({
  resolve(specifier, context, nextResolve) {
    const fromCruiser = context.parentURL?.includes('/dependency-cruiser/') === true;
    if (!fromCruiser || !/^typescript(\/|$)/.test(specifier)) return nextResolve(specifier, context);
    return nextResolve(specifier.replace('typescript', PARSER), context);
  },
});

const given = process.argv.slice(2);
const folders = given.some((argument) => !argument.startsWith('-')) ? [] : ['main', 'renderer', 'shared', 'center', 'build', 'tests'];
process.argv.splice(2, Infinity, '--config', join(import.meta.dirname, 'dependency-cruiser.cjs'), ...given, ...folders);
await import(new URL('../../bin/dependency-cruise.mjs', import.meta.resolve('dependency-cruiser')).href);
