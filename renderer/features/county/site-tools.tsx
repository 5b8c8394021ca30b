import { Button, Checkbox, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useData } from '../../data/hooks/data-context.ts';
import type { Column } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import type { SiteRow, Wanted } from './overview-rows.ts';
import { useSiteSheet } from './site-columns.tsx';

export interface SiteToolsProps {
  readonly rows: readonly SiteRow[];
  readonly shown: readonly SiteRow[];
  readonly columns: readonly Column<SiteRow>[];
  /** The division whose sites are shown. */
  readonly current: SiteRow | undefined;
  readonly wanted: Wanted;
  readonly want: (change: Partial<Wanted>) => void;
}

/** Search, view, filters and export of the sites. */
export function SiteTools({ rows, shown, columns, current, wanted, want }: SiteToolsProps) {
  const { t } = useTranslation('county');
  const { clock } = useData();
  const navigate = useNavigate();
  const sheet = useSiteSheet(columns);
  const layered = rows.some(({ id, site }) => id !== wanted.within && id.startsWith(wanted.within) && site.tier !== 'village');
  const next = current?.site.tier === 'city' ? 'counties' : 'towns';
  return (
    <div className="county-tools">
      <SearchBox value={wanted.words} onChange={(words) => want({ words })} placeholder={t('search')} />
      {layered && (
        <Segmented<Wanted['view']>
          aria-label={t('view.label')}
          value={wanted.view}
          onChange={(view) => want({ view })}
          options={[
            { value: 'next', label: t(`view.${next}`) },
            { value: 'stations', label: t('view.sites') },
          ]}
        />
      )}
      <div className="county-tools__filters" role="group" aria-label={t('filter.label')}>
        <span aria-hidden="true">{t('filter.label')}</span>
        <Checkbox checked={wanted.uncontacted} onChange={({ target }) => want({ uncontacted: target.checked })}>
          {t('filter.uncontacted')}
        </Checkbox>
        <Checkbox checked={wanted.awaited} onChange={({ target }) => want({ awaited: target.checked })}>
          {t('filter.awaited')}
        </Checkbox>
      </div>
      <span className="county-tools__count" role="status">
        {t('shown', { total: shown.length })}
      </span>
      {current?.site.tier === 'town' && <Button onClick={() => void navigate(`/stations/${current.id}`)}>{t('ownRecords', { name: current.site.name })}</Button>}
      <ExportButton load={() => Promise.resolve(shown)} columns={sheet} fileName={`${t('exportName')}-${clock.today()}`} sheet={t('exportSheet')} />
    </div>
  );
}
