import type { HouseRule } from './rule.ts';

/** What a module may not reach for by itself, because a test could not hold it still: it takes Clock, Random or Ids instead. */
const AMBIENT: Readonly<Record<string, readonly string[]>> = {
  Date: ['now'],
  Math: ['random'],
  crypto: ['randomUUID'],
  performance: ['now', 'timeOrigin'],
};

const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['randomUUID'],
  'node:perf_hooks': ['performance'],
};

const ADVICE = 'belongs to composition roots; take a Clock, Random or Ids as a parameter (shared/ports)';

/** The name of an expression that is a plain global, also through `globalThis.`, `window.` or `self.`; else ''. */
function globalName(node: { readonly type: string }): string {
  if (node.type === 'Identifier') return (node as { readonly type: string; readonly name: string }).name;
  if (node.type !== 'MemberExpression') return '';
  const { object, property } = node as unknown as { object: { type: string; name?: string }; property: { type: string; name?: string } };
  const throughGlobal = object.type === 'Identifier' && ['globalThis', 'window', 'self'].includes(object.name ?? '');
  return throughGlobal ? (property.name ?? '') : '';
}

/** Refuses `Date.now`, `new Date()`, `Date()`, `Math.random`, `crypto.randomUUID` and `performance.now`. */
export const noAmbient: HouseRule = {
  meta: { type: 'problem', docs: { description: 'clock, randomness and ids are parameters' } },
  create: (context) => ({
    MemberExpression(node) {
      const name = globalName(node.object);
      const member = node.property.type === 'Identifier' ? node.property.name : node.property.type === 'Literal' ? String(node.property.value) : '';
      if (Object.hasOwn(AMBIENT, name) && AMBIENT[name]?.includes(member) === true) context.report({ node, message: `${name}.${member} ${ADVICE}` });
    },
    NewExpression(node) {
      if (globalName(node.callee) === 'Date' && node.arguments.length === 0) context.report({ node, message: `new Date() ${ADVICE}` });
    },
    CallExpression(node) {
      if (globalName(node.callee) === 'Date') context.report({ node, message: `Date() ${ADVICE}` });
    },
    ImportDeclaration(node) {
      for (const specifier of node.specifiers) {
        if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier') continue;
        const name = specifier.imported.name;
        if (IMPORTS[node.source.value]?.includes(name) === true) context.report({ node: specifier, message: `${name} ${ADVICE}` });
      }
    },
  }),
};
