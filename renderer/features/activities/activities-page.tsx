import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ACTIVITY_KINDS, ACTIVITY_STATUSES, type ActivityKind, type ActivityStatus } from '#shared/domain/activity.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useCustody } from '../../data/hooks/use-custody.ts';
import { useSearch } from '../../data/hooks/use-records.ts';
import { countOnce, listOnce, type Where } from '../../data/records/queries.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState, LoadFailed } from '../../ui/states.tsx';
import { readMinutesOfActivities } from '../hours/index.ts';
import { useActivityColumns, useActivityExport, type ActivityLine } from './activity-columns.tsx';
import './activities.css';

/** Rows read at a time, and at most for an export. */
const PAGE = 60;
const ALL = 50_000;

/** The station's activities, newest first. */
export function ActivitiesPage() {
  const { t } = useTranslation('activities');
  const { replica } = useData();
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [status, setStatus] = useState<ActivityStatus | ''>('');
  const [kind, setKind] = useState<ActivityKind | ''>('');
  const [limit, setLimit] = useState(PAGE);
  const where: Where = { ...(status === '' ? {} : { status }), ...(kind === '' ? {} : { kind }) };
  const list = useSearch('activities', words, { where, order: 'newest', limit });
  const custody = useCustody('activities', useMemo(() => (list.value ?? []).map(({ id }) => id), [list.value]));
  const columns = useActivityColumns(custody);
  const exported = useActivityExport();
  const load = async (): Promise<readonly ActivityLine[]> => {
    const all = await listOnce(replica, 'activities', { where, order: 'newest', limit: ALL });
    const minutes = await readMinutesOfActivities(replica);
    return Promise.all(all.map(async (activity) => ({ ...activity, serviceMinutes: minutes.get(activity.id) ?? 0, photos: await countOnce(replica, 'evidence', { activity: activity.id }) })));
  };
  const add = (
    <Button type="primary" size="large" onClick={() => void navigate('/activities/new')}>
      {t('add')}
    </Button>
  );
  const filtered = words.trim() !== '' || status !== '' || kind !== '';
  return (
    <Page
      title={t('title')}
      subtitle={t('subtitle')}
      actions={
        <>
          <ExportButton load={load} columns={exported} fileName={t('export.file')} sheet={t('export.sheet')} />
          {add}
        </>
      }
    >
      <Filters words={words} onWords={setWords} searching={list.searching} status={status} onStatus={setStatus} kind={kind} onKind={setKind} />
      {list.error === null ? (
        <DataTable
          rows={list.value}
          columns={columns}
          onOpen={({ id }) => void navigate(`/activities/${id}`)}
          onEndReached={() => {
            if (list.value !== null && list.value.length >= limit) setLimit(limit + PAGE);
          }}
          empty={filtered ? <EmptyState title={t('nothingFound')} hint={t('nothingFoundHint')} /> : <EmptyState title={t('empty')} hint={t('emptyHint')} action={add} />}
        />
      ) : (
        <LoadFailed error={list.error} />
      )}
    </Page>
  );
}

interface FiltersProps {
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly searching: boolean;
  readonly status: ActivityStatus | '';
  readonly onStatus: (status: ActivityStatus | '') => void;
  readonly kind: ActivityKind | '';
  readonly onKind: (kind: ActivityKind | '') => void;
}

function Filters({ words, onWords, searching, status, onStatus, kind, onKind }: FiltersProps) {
  const { t } = useTranslation(['activities', 'common']);
  return (
    <div className="qy-activity-tools">
      <SearchBox value={words} onChange={onWords} searching={searching} placeholder={t('search')} />
      <Select<ActivityStatus | ''>
        aria-label={t('status')}
        className="qy-activity-tools__filter"
        value={status}
        onChange={onStatus}
        options={[{ value: '', label: t('allStatuses') }, ...ACTIVITY_STATUSES.map((value) => ({ value, label: t(`common:activityStatuses.${value}`) }))]}
      />
      <Select<ActivityKind | ''>
        aria-label={t('kind')}
        className="qy-activity-tools__filter"
        value={kind}
        onChange={onKind}
        options={[{ value: '', label: t('allKinds') }, ...ACTIVITY_KINDS.map((value) => ({ value, label: t(`common:activityKinds.${value}`) }))]}
      />
    </div>
  );
}
