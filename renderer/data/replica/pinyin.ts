import { pinyin } from 'pinyin-pro';

/** Texts that are remembered at most. */
const MOST = 20_000;

/** Names, titles and places come again and again, and spelling one out costs more than writing its record. */
class Spellings {
  readonly #known = new Map<string, string>();
  readonly #spell: (text: string) => string;

  constructor(spell: (text: string) => string) {
    this.#spell = spell;
  }

  of(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST) this.#known.clear();
    const spelling = this.#spell(text);
    this.#known.set(text, spelling);
    return spelling;
  }
}


const full = new Spellings((text) => pinyin(text, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive' }).join(''));
const first = new Spellings((text) => pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive' }).join(''));

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
  return full.of(text);
}

function initials(text: string): string {
  return first.of(text);
}
