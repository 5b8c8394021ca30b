import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import type { TFunction } from 'i18next';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet, useLocation } from 'react-router';
import type { Role } from '#shared/domain/site-code.ts';
import { useData } from '../data/hooks/data-context.ts';
import { useContestedCount } from '../data/hooks/use-contested.ts';
import { useHeldWatch } from '../features/county/index.ts';
import { ImportTray } from '../features/photos/index.ts';
import { useHeldOutcomes } from '../features/sync/index.ts';
import { useHeld } from '../state/held.ts';
import { usePreferences } from '../state/preferences.ts';
import { Banners, WITH_LOSSES } from './banners.tsx';
import { FaultBoundary } from './fault-boundary.tsx';
import { Inspector } from './inspector.tsx';
import { navItems, type NavItem } from './nav-items.tsx';
import { PersonGate } from './person-gate.tsx';
import { reportFault } from './report-faults.ts';
import { Seal } from '../ui/seal.tsx';
import { TopBar } from './top-bar.tsx';
import { useArrival } from './use-arrival.ts';
import { useNarrow } from './use-narrow.ts';

/** What stands around every screen: the navigation, the bar with place, link and person, and the screen itself. */
export function Shell({ role }: { readonly role: Role }) {
  const { t } = useTranslation('app');
  const { bridge } = useData();
  const { pathname } = useLocation();
  const narrow = useNarrow();
  const navOpen = usePreferences((state) => state.navOpen) && !narrow;
  const main = useRef<HTMLElement>(null);
  useArrival(main);
  useHeldWatch();
  useHeldOutcomes(WITH_LOSSES.test(pathname));
  useEffect(() => {
    main.current?.scrollTo(0, 0);
  }, [pathname]);
  return (
    <div className={navOpen ? 'qy-shell' : 'qy-shell qy-shell--narrow'}>
      <button type="button" className="qy-skip" onClick={() => main.current?.focus()}>
        {t('skip')}
      </button>
      <Navigation role={role} folds={!narrow} />
      <TopBar />
      <main ref={main} className="qy-main" tabIndex={-1} id="main">
        <Banners pathname={pathname} />
        <FaultBoundary key={pathname} onFault={(error) => reportFault(bridge, error, pathname)}>
          <Outlet />
        </FaultBoundary>
      </main>
      <ImportTray />
      <Inspector />
      <PersonGate />
    </div>
  );
}

function Navigation({ role, folds }: { readonly role: Role; readonly folds: boolean }) {
  const { t } = useTranslation('app');
  const { navOpen, set } = usePreferences();
  const counts: Partial<Record<NavItem['word'], number>> = { held: useHeld((state) => state.held?.length ?? 0), merge: useContestedCount() };
  return (
    <nav className="qy-nav" aria-label={t('nav.label')}>
      <div className="qy-nav__brand">
        <Seal small />
        <span className="qy-nav__name">{t(`nav.brands.${role}`)}</span>
      </div>
      <ul className="qy-nav__list">
        {navItems(role).map(({ to, word, icon }) => (
          <li key={to}>
            <NavLink className="qy-nav__item" to={to} end={to === '/'} title={t(`nav.${word}`)} {...labelled(t, word, counts[word] ?? 0)}>
              <span className="qy-nav__icon" aria-hidden="true">
                {icon}
              </span>
              <span className="qy-nav__word">{t(`nav.${word}`)}</span>
              {(counts[word] ?? 0) > 0 && <span className="qy-nav__badge">{counts[word]}</span>}
            </NavLink>
          </li>
        ))}
      </ul>
      {folds && (
        <button type="button" className="qy-nav__fold" aria-expanded={navOpen} onClick={() => set({ navOpen: !navOpen })}>
          {navOpen ? <MenuFoldOutlined aria-hidden="true" /> : <MenuUnfoldOutlined aria-hidden="true" />}
          <span className="qy-nav__word">{t(navOpen ? 'nav.fold' : 'nav.unfold')}</span>
        </button>
      )}
    </nav>
  );
}

/** What a screen reader says of an entry where something waits. */
function labelled(t: TFunction<'app'>, word: NavItem['word'], total: number): { readonly 'aria-label'?: string } {
  if (total === 0) return {};
  if (word === 'held') return { 'aria-label': t('nav.heldCount', { total }) };
  return word === 'merge' ? { 'aria-label': t('nav.mergeCount', { total }) } : {};
}
