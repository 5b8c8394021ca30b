export { HavesPage } from './haves-page.tsx';
export { useHavesCompletion } from './use-haves-completion.ts';
