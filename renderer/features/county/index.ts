export { CountyPage } from './county-page.tsx';
export { HeldPage } from './held-page.tsx';
export { StationPage } from './station-page.tsx';
export { useHeldWatch } from './use-held-watch.ts';
