export { CountyPage } from './county-page.tsx';
export { StationPage } from './station-page.tsx';
