export { useKindName } from './face-columns.tsx';
export { RefusalNote } from './refusal-note.tsx';
export { useFieldName } from './refusal-words.ts';
export { SyncInspector } from './sync-inspector.tsx';
export { SyncPage } from './sync-page.tsx';
export { useStanding } from './use-standing.ts';
