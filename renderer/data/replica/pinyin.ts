import { pinyin } from 'pinyin-pro';

/**
 * What a search looks in: the text itself, its full pinyin and its pinyin initials, lower case, so that 王秀英 is found by
 * 王秀, `wangxiu` and `wxy`.
 */
export function searchText(...parts: readonly string[]): string {
  const texts = parts.filter((part) => part !== '');
  return texts.flatMap((text) => [text, spelled(text), initials(text)]).join(' ').toLowerCase();
}

/** Key that sorts Chinese names by their pinyin. */
export function nameKey(name: string): string {
  return `${spelled(name)} ${name}`.toLowerCase().slice(0, 100);
}

function spelled(text: string): string {
  return pinyin(text, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive' }).join('');
}

function initials(text: string): string {
  return pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive' }).join('');
}
