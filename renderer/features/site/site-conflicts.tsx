import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { site as words } from '../../locales/zh-CN/site.ts';
import { ConflictNotes } from '../../ui/conflict-notes.tsx';

/** Where two people changed the profile differently: both values, and the choice. */
export function SiteConflicts({ record }: { readonly record: Site }) {
  const { t } = useTranslation('site');
  const { writer } = useData();
  const labelOf = (field: string): string => (Object.hasOwn(words.field, field) ? t(`field.${field as keyof typeof words.field}`) : field);
  const formatValue = (field: string, value: unknown): string => {
    if (value === null || value === '' || value === undefined) return t('none');
    if (field === 'type' && typeof value === 'string' && Object.hasOwn(words.types, value)) return t(`types.${value as keyof typeof words.types}`);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  };
  return (
    <ConflictNotes
      conflicts={record.conflicts}
      labelOf={labelOf}
      formatValue={formatValue}
      valueOf={(field) => (record as unknown as Readonly<Record<string, unknown>>)[field]}
      onSettle={(entry, value) => void writer.settle('sites', record.id, entry, value)}
    />
  );
}
