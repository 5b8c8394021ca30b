import { expect, type Page } from '@playwright/test';
import { resources, type Language } from '../../../renderer/locales/resources.ts';

/** What a look at a screen is told beforehand. */
interface Known {
  readonly language: Language;
  /** The Chinese words of the screens, which an English screen does not show. */
  readonly chinese: readonly string[];
}

/** Errors that a page has told since it was listened to. */
export function listenForErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()}`);
  });
  return errors;
}

/** Waits until the screen has been read and drawn, then expects nothing of it that a person would dislike. */
export async function expectFit(page: Page, name: string, language: Language): Promise<void> {
  const known: Known = { language, chinese: language === 'zh-CN' ? [] : chineseWords() };
  await expect.configure({ soft: true }).poll(() => page.evaluate(troublesOfPage, known), { message: `${name}, ${language}`, timeout: 8_000 }).toEqual([]);
}

/** Words of the screens, but for those that records use as well: items of a standard, places, the languages' own names. */
function chineseWords(): readonly string[] {
  const { haves, settings, site, ...others } = resources['zh-CN'];
  const { items: _items, ...ofHaves } = haves;
  const { looks, ...ofSettings } = settings;
  const { types: _types, ...ofSite } = site;
  const english = new Set(leaves(resources.en));
  return leaves([others, ofHaves, ofSettings, ofSite, looks.sizes]).filter((word) => /\p{Script=Han}/u.test(word) && !word.includes('{{') && !english.has(word));
}

function leaves(words: unknown): readonly string[] {
  if (typeof words === 'string') return [words];
  return typeof words === 'object' && words !== null ? Object.values(words).flatMap(leaves) : [];
}

/** Runs in the page. Each trouble names what is wrong and the text that has it. */
function troublesOfPage({ language, chinese }: Known): string[] {
  const troubles: string[] = [];
  const words = new Set(chinese);
  const root = document.documentElement;
  /** Where a list of any length is scrolled by script. */
  const scrolled = '.ant-table-tbody-virtual-holder, .ant-table-header';
  /** Where a screen shows its own words alone, never a record's. */
  const ownWords = 'nav, th, [role="tab"], .ant-segmented, .qy-field label, .qy-section__title';

  const isSeen = (element: Element): boolean => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  const boundsOf = (text: Text): DOMRect => {
    const range = document.createRange();
    range.selectNodeContents(text);
    return range.getBoundingClientRect();
  };

  /** Whether a text sticks out to the side of what shows it, with no way to get at the rest. */
  const cutAt = (text: Text, box: DOMRect): Element | null => {
    for (let at: Element | null = text.parentElement; at !== null && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.overflowX === 'auto' || style.overflowX === 'scroll' || style.textOverflow === 'ellipsis' || at.matches(scrolled)) return null;
      const frame = at.getBoundingClientRect();
      if (frame.width <= 1) return null;
      if (style.overflowX !== 'visible' && (box.right > frame.right + 1 || box.left < frame.left - 1)) return at;
    }
    return box.right > root.clientWidth + 1 || box.left < -1 ? root : null;
  };

  /** Whether the lower half of a line is cut off by its own box. */
  const lacksHeight = (element: Element): boolean => {
    const style = getComputedStyle(element);
    const hides = style.overflowY === 'hidden' || style.overflowY === 'clip';
    return hides && style.webkitLineClamp === 'none' && element.clientHeight > 1 && element.scrollHeight > element.clientHeight + 3;
  };

  const readWords = (said: string, element: Element): void => {
    const isKey = /^[a-z]+([.:][a-zA-Z]+)+$/.test(said) && !/\.(png|jpe?g)$/.test(said);
    if (isKey || said.includes('{{') || said.includes('}}')) troubles.push(`not translated: ${said}`);
    if (language === 'zh-CN' || !/\p{Script=Han}/u.test(said)) return;
    if (words.has(said)) troubles.push(`Chinese words: ${said}`);
    else if (element.closest(ownWords) !== null && !said.includes('中文')) troubles.push(`Chinese where only the screen speaks: ${said}`);
  };

  const readText = (text: Text): void => {
    const said = text.data.trim();
    const element = text.parentElement;
    if (said === '' || element === null || element.closest('script, style, .visually-hidden, .qy-seal') !== null || !isSeen(element)) return;
    const box = boundsOf(text);
    if (box.width === 0) return;
    readWords(said, element);
    const cut = cutAt(text, box);
    if (cut !== null) troubles.push(`cut by ${cut.tagName.toLowerCase()}.${cut.className}: ${said}`);
    if (lacksHeight(element)) troubles.push(`too low: ${said}`);
  };

  if (document.querySelector('.qy-loading, .ant-skeleton, .ant-spin-spinning') !== null) troubles.push('still reading');
  if (document.querySelector('h1') === null) troubles.push('no heading');
  if (document.querySelector('[role="alert"] .qy-state__title') !== null) troubles.push('something could not be read');
  if (root.scrollWidth > window.innerWidth) troubles.push(`the page is ${root.scrollWidth} wide`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) readText(node as Text);
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    for (const name of ['aria-label', 'title', 'placeholder']) readWords(element.getAttribute(name)?.trim() ?? '', element);
  }
  for (const picture of document.querySelectorAll('img')) {
    if (!picture.complete || picture.naturalWidth === 0) troubles.push(`a picture did not load: ${picture.alt}`);
  }
  return troubles;
}
