export { ActivitiesPage } from './activities-page.tsx';
export { ActivityPage } from './activity-page.tsx';
