import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { SearchBox } from '../../ui/search-box.tsx';
import { useKindName } from '../sync/index.ts';
import type { DeskRow } from './use-desk-rows.ts';

/** What the list is narrowed to; '' for all. */
export interface DeskFilter {
  readonly site: string;
  readonly kind: string;
  readonly words: string;
}

export const NO_FILTER: DeskFilter = { site: '', kind: '', words: '' };

/** Whether a record passes; words are looked for in its title and its site's name. */
export function passes({ site, kind, title, siteName }: DeskRow, filter: DeskFilter): boolean {
  const text = `${title} ${siteName}`.toLowerCase();
  const words = filter.words.toLowerCase().split(/\s+/);
  return (filter.site === '' || filter.site === site) && (filter.kind === '' || filter.kind === kind) && words.every((word) => text.includes(word));
}

export interface DeskFiltersProps {
  readonly rows: readonly DeskRow[];
  readonly filter: DeskFilter;
  readonly onChange: (filter: DeskFilter) => void;
}

/** Narrows the list by site, kind and words; what only one of them has is not asked for. */
export function DeskFilters({ rows, filter, onChange }: DeskFiltersProps) {
  const { t } = useTranslation('merge');
  const kindName = useKindName();
  const sites = [...new Map(rows.map(({ site, siteName }) => [site, siteName]))];
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return (
    <>
      {(sites.length > 1 || filter.site !== '') && (
        <Select
          className="desk-tools__select"
          aria-label={t('filter.site')}
          showSearch={{ optionFilterProp: 'label' }}
          value={filter.site}
          onChange={(site) => onChange({ ...filter, site })}
          options={[{ value: '', label: t('filter.allSites') }, ...sites.map(([value, label]) => ({ value, label }))]}
        />
      )}
      {(kinds.length > 1 || filter.kind !== '') && (
        <Select
          className="desk-tools__select"
          aria-label={t('filter.kind')}
          value={filter.kind}
          onChange={(kind) => onChange({ ...filter, kind })}
          options={[{ value: '', label: t('filter.allKinds') }, ...kinds.map((value) => ({ value, label: kindName(value) }))]}
        />
      )}
      <SearchBox value={filter.words} onChange={(words) => onChange({ ...filter, words })} placeholder={t('filter.words')} />
    </>
  );
}
