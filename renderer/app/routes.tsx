import { useMemo, type ReactNode } from 'react';
import { createHashRouter, Navigate, RouterProvider, type RouteObject } from 'react-router';
import type { Role } from '#shared/domain/site-code.ts';
import { HomePage } from '../features/home/index.ts';
import { SettingsPage } from '../features/settings/index.ts';
import { SyncPage } from '../features/sync/index.ts';
import { Shell } from './shell.tsx';

const at = (path: string, element: ReactNode): RouteObject => ({ path, element });

const stationRoutes: readonly RouteObject[] = [
  at('/', <HomePage />),
];

const countyRoutes: readonly RouteObject[] = [
];

const sharedRoutes: readonly RouteObject[] = [at('/sync', <SyncPage />), at('/settings', <SettingsPage />), at('*', <Navigate to="/" replace />)];

/** The screens of a role, by address. */
export function Routes({ role }: { readonly role: Role }) {
  const router = useMemo(() => {
    const own = role === 'station' ? stationRoutes : countyRoutes;
    return createHashRouter([{ element: <Shell role={role} />, children: [...own, ...sharedRoutes] }]);
  }, [role]);
  return <RouterProvider router={router} />;
}
