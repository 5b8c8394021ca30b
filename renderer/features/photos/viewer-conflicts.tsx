import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { ConflictNotes } from '../../ui/conflict-notes.tsx';
import { toast } from '../../ui/feedback.tsx';
import { useStandard } from './use-standard.ts';

const NAMED = ['caption', 'item', 'activity', 'occurredOn'] as const;

/** What two people said differently of a photo (rule M1). */
export function ViewerConflicts({ record }: { readonly record: Evidence }) {
  const { t } = useTranslation('photos');
  const { writer } = useData();
  const standard = useStandard();
  const labelOf = (field: string): string => {
    const known = NAMED.find((name) => name === field);
    return known === undefined ? field : t(`viewer.conflict.${known}`);
  };
  const textOf = (field: string, value: unknown): string => {
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
    if (field !== 'item') return text;
    return text === '' ? t('viewer.noItem') : (standard?.items.find(({ key }) => key === text)?.text ?? text);
  };
  return (
    <ConflictNotes
      conflicts={record.conflicts}
      labelOf={labelOf}
      formatValue={textOf}
      valueOf={(field) => (record as unknown as Readonly<Record<string, unknown>>)[field]}
      onSettle={(entry, value) => void writer.settle('evidence', record.id, entry, value).then((saved) => toast(saved.ok ? 'success' : 'error', t(saved.ok ? 'viewer.moved' : 'viewer.notSaved')))}
    />
  );
}
