export { MergeDeskPage } from './merge-desk-page.tsx';
