export { EnrolPage } from './enrol-page.tsx';
export { EnrolAgain } from './enrol-again.tsx';
