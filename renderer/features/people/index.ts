export { TeamsPage } from './teams-page.tsx';
export { VolunteerPage } from './volunteer-page.tsx';
export { VolunteersPage } from './volunteers-page.tsx';
