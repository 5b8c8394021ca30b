import { useEffect, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useData } from '../data/hooks/data-context.ts';

/**
 * On arrival at a screen the focus goes to its heading, so that a reader hears where it is, and the window's title says so.
 * A screen that puts the focus into a field of its own keeps it there.
 */
export function useArrival(main: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  const { enrolment } = useData();
  const { t } = useTranslation('app');
  const first = useRef(true);
  useEffect(() => {
    const element = main.current;
    if (element === null) return;
    let arrived = false;
    const look = (): void => {
      const heading = element.querySelector<HTMLElement>('[data-page-title]');
      if (heading === null) return;
      const title = t('title', { page: heading.textContent, site: enrolment.siteName });
      if (document.title !== title) document.title = title;
      if (!arrived && !first.current && !element.contains(document.activeElement)) heading.focus({ preventScroll: true });
      arrived = true;
      first.current = false;
    };
    look();
    // A screen that reads its record first has its heading later, and then another one.
    const observer = new MutationObserver(look);
    observer.observe(element, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [pathname, enrolment.siteName, main, t]);
}
