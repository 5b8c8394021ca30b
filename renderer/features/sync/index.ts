export { useFieldName } from './refusal-words.ts';
export { SyncInspector } from './sync-inspector.tsx';
export { SyncPage } from './sync-page.tsx';
