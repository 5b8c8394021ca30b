import { useMemo, type ReactNode } from 'react';
import { createHashRouter, Navigate, RouterProvider, type RouteObject } from 'react-router';
import type { Role } from '#shared/domain/site-code.ts';
import { ActivitiesPage, ActivityPage } from '../features/activities/index.ts';
import { CountyPage, HeldPage, StationPage } from '../features/county/index.ts';
import { HavesPage } from '../features/haves/index.ts';
import { HomePage } from '../features/home/index.ts';
import { HoursPage } from '../features/hours/index.ts';
import { TeamsPage, VolunteerPage, VolunteersPage } from '../features/people/index.ts';
import { MergeDeskPage } from '../features/merge-desk/index.ts';
import { SettingsPage } from '../features/settings/index.ts';
import { SitePage } from '../features/site/index.ts';
import { SyncPage } from '../features/sync/index.ts';
import { Shell } from './shell.tsx';

const at = (path: string, element: ReactNode): RouteObject => ({ path, element });

const stationRoutes: readonly RouteObject[] = [
  at('/', <HomePage />),
  at('/activities', <ActivitiesPage />),
  at('/activities/:id', <ActivityPage />),
  at('/volunteers', <VolunteersPage />),
  at('/volunteers/:id', <VolunteerPage />),
  at('/teams', <TeamsPage />),
  at('/hours', <HoursPage />),
  at('/haves', <HavesPage />),
  at('/site', <SitePage />),
];

const countyRoutes: readonly RouteObject[] = [at('/', <CountyPage />), at('/stations/:code', <StationPage />), at('/held', <HeldPage />)];

const sharedRoutes: readonly RouteObject[] = [at('/sync', <SyncPage />), at('/merge', <MergeDeskPage />), at('/settings', <SettingsPage />), at('*', <Navigate to="/" replace />)];

/** The screens of a role, by address. */
export function Routes({ role }: { readonly role: Role }) {
  const router = useMemo(() => {
    const own = role === 'station' ? stationRoutes : countyRoutes;
    return createHashRouter([{ element: <Shell role={role} />, children: [...own, ...sharedRoutes] }]);
  }, [role]);
  return <RouterProvider router={router} />;
}
