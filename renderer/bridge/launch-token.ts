const KEY = 'qiyou.token';

/**
 * The secret of this launch: from the address's fragment (`#token=…`), which is then cleared, else as this window kept it
 * before a reload; null where there is none. To be called before the router reads the fragment.
 */
export function takeLaunchToken(page: Pick<Window, 'location' | 'history' | 'sessionStorage'>): string | null {
  const given = /^#token=([\w-]+)$/.exec(page.location.hash)?.[1];
  if (given === undefined) return page.sessionStorage.getItem(KEY);
  page.sessionStorage.setItem(KEY, given);
  page.history.replaceState(null, '', page.location.pathname);
  return given;
}
