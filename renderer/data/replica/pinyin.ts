import { pinyin } from 'pinyin-pro';

/** Texts that are remembered at most. */
const MOST = 50_000;

/** A text's full pinyin, and its pinyin initials. */
interface Spelling {
  readonly full: string;
  readonly first: string;
}

/** Names, titles and places come again and again, and spelling one out costs more than writing its record. */
const known = new Map<string, Spelling>();

function spellingOf(text: string): Spelling {
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= MOST) known.clear();
  const parts = pinyin(text, { toneType: 'none', type: 'all', surname: 'head', nonZh: 'consecutive' });
  const spelling = {
    full: parts.map(({ isZh, pinyin: full, origin }) => (isZh ? full : origin)).join(''),
    first: parts.map(({ isZh, first, origin }) => (isZh ? first : origin)).join(''),
  };
  known.set(text, spelling);
  return spelling;
}

/**
 * What a search looks in: the text itself, its full pinyin and its pinyin initials, lower case, so that 王秀英 is found by
 * 王秀, `wangxiu` and `wxy`.
 */
export function searchText(...parts: readonly string[]): string {
  const texts = parts.filter((part) => part !== '');
  return texts
    .flatMap((text) => {
      const { full, first } = spellingOf(text);
      return [text, full, first];
    })
    .join(' ')
    .toLowerCase();
}

/** Key that sorts Chinese names by their pinyin. */
export function nameKey(name: string): string {
  return `${spellingOf(name).full} ${name}`.toLowerCase().slice(0, 100);
}
