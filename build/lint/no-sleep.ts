import type { HouseRule } from './rule.ts';

const ADVICE = 'sleeping makes a test slow or wrong: wait for a condition (tests/support, expect.poll, vi.waitFor) or move a fake clock';

/** Refuses fixed waits in tests: a promise around `setTimeout`, the promised `setTimeout` of Node, and `page.waitForTimeout`. */
export const noSleep: HouseRule = {
  meta: { type: 'problem', docs: { description: 'a test waits for conditions, not for time' } },
  create: (context) => ({
    ImportDeclaration(node) {
      if (node.source.value === 'node:timers/promises') context.report({ node, message: ADVICE });
    },
    CallExpression(node) {
      const { callee } = node;
      const waits = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === 'waitForTimeout';
      if (waits) context.report({ node, message: ADVICE });
    },
    NewExpression(node) {
      const [executor] = node.arguments;
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'Promise' || executor === undefined) return;
      const body = context.sourceCode.getText(executor).replaceAll(/\s+/g, ' ');
      if (/^(\(?\w+(: [^)=]+)?\)?|\(\w+, ?\w+\)) => \{? ?(return |void )?(globalThis\.)?setTimeout\(/.test(body)) context.report({ node, message: ADVICE });
    },
  }),
};
