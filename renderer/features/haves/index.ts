export { HavesGlance } from './haves-glance.tsx';
export { HavesPage } from './haves-page.tsx';
export { useHavesCompletion, type HavesCompletion } from './use-haves-completion.ts';
