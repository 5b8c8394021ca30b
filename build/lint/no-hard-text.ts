import type { HouseRule } from './rule.ts';

/** Chinese, Japanese and Korean characters, and their punctuation. */
const CJK = /[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/u;
const LETTER = /\p{L}/u;

/** Attributes whose text a person reads or hears. */
const SPOKEN = new Set(['title', 'label', 'alt', 'placeholder', 'description', 'aria-label', 'aria-description', 'aria-roledescription', 'okText', 'cancelText']);

const ADVICE = 'belongs in renderer/locales, in Chinese and in English';

/** Refuses words on the screen that no locale knows: text between tags, in attributes that are read aloud, and any Chinese literal. */
export const noHardText: HouseRule = {
  meta: { type: 'problem', docs: { description: 'screens speak through the locales' } },
  create: (context) => ({
    JSXText(node) {
      if (LETTER.test(node.value)) context.report({ node, message: `text “${node.value.trim()}” ${ADVICE}` });
    },
    JSXAttribute(node) {
      if (node.name.type !== 'JSXIdentifier' || !SPOKEN.has(node.name.name)) return;
      const value = node.value?.type === 'JSXExpressionContainer' ? node.value.expression : node.value;
      if (value?.type === 'Literal' && typeof value.value === 'string' && LETTER.test(value.value)) {
        context.report({ node: value, message: `text “${value.value}” ${ADVICE}` });
      }
    },
    JSXExpressionContainer(node) {
      const { expression } = node;
      const between = node.parent.type === 'JSXElement' || node.parent.type === 'JSXFragment';
      if (between && expression.type === 'Literal' && typeof expression.value === 'string' && LETTER.test(expression.value)) {
        context.report({ node, message: `text “${expression.value}” ${ADVICE}` });
      }
    },
    Literal(node) {
      if (typeof node.value === 'string' && CJK.test(node.value)) context.report({ node, message: `text “${node.value}” ${ADVICE}` });
    },
    TemplateElement(node) {
      if (CJK.test(node.value.raw)) context.report({ node, message: `text “${node.value.raw}” ${ADVICE}` });
    },
  }),
};
