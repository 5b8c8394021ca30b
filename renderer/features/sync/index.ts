export { useKindName } from './face-columns.tsx';
export { HeldOutcomeNotice } from './held-outcome-notice.tsx';
export { RefusalNote } from './refusal-note.tsx';
export { useFieldName } from './refusal-words.ts';
export { SyncInspector } from './sync-inspector.tsx';
export { SyncPage } from './sync-page.tsx';
export { useHeldOutcomes } from './use-held-outcomes.ts';
export { useStanding } from './use-standing.ts';
