import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Activity } from '#shared/domain/activity.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { photoGroups, type PhotoGroup } from '#shared/domain/photo-groups.ts';
import { HAVES } from '#shared/domain/seven-haves.ts';
import { useList } from '../../data/hooks/use-records.ts';
import { toast } from '../../ui/feedback.tsx';
import { dayText } from '../../ui/format.ts';
import type { ImportJob } from './import-job.ts';
import { useImports } from './use-imports.ts';
import { useStandard } from './use-standard.ts';

/** One photo is filed as quickly by itself; more groups than this are no help. */
const LEAST = 2;
const MOST_GROUPS = 6;

/** As far back as activities are offered. */
const ACTIVITIES = 500;

/** What a group can be filed under: `activity:<id>` or `item:<key>`. */
type Target = `${'activity' | 'item'}:${string}`;

/** Offers to file the photos of one morning together under the activity that they show, or under an item. Nothing has to be done. */
export function GroupOffer({ job, kept }: { readonly job: ImportJob; readonly kept: readonly Evidence[] }) {
  const { t } = useTranslation('photos');
  const activities = useList('activities', { order: 'newest', limit: ACTIVITIES }).value;
  const groups = useMemo(() => photoGroups(kept).filter(({ photos }) => photos.length >= LEAST), [kept]);
  if (activities === null || groups.length === 0 || groups.length > MOST_GROUPS) return null;
  const offered = groups
    .map((group) => ({ group, activities: activities.filter(({ occurredOn }) => occurredOn === group.day) }))
    .filter((offer) => offer.activities.length > 0 || job.purpose.item === '');
  if (offered.length === 0) return null;
  return (
    <section className="qy-groups" aria-label={t('groups.title')}>
      <div>{t('groups.title')}</div>
      <ul>
        {offered.map((offer) => (
          <li key={`${offer.group.day}${offer.group.from}`}>
            <OneGroup job={job} group={offer.group} activities={offer.activities} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface OneGroupProps {
  readonly job: ImportJob;
  readonly group: PhotoGroup<Evidence>;
  readonly activities: readonly Activity[];
}

function OneGroup({ job, group, activities }: OneGroupProps) {
  const { t, i18n } = useTranslation('photos');
  const { queue } = useImports();
  const options = useTargets(job, activities);
  const only = activities.length === 1 ? activities[0] : undefined;
  const [target, setTarget] = useState<Target | null>(only === undefined ? null : `activity:${only.id}`);
  const [filed, setFiled] = useState<string | null>(null);
  const words = options.flatMap((part) => part.options).find(({ value }) => value === target)?.label ?? '';
  const file = async (): Promise<void> => {
    if (target === null) return;
    const at = target.indexOf(':');
    const field = target.slice(0, at) === 'activity' ? 'activity' : 'item';
    const saved = await queue.file(job.id, group.photos, { [field]: target.slice(at + 1) });
    if (saved) setFiled(words);
    else toast('error', t('viewer.notSaved'));
  };
  const head = t('groups.head', { day: dayText(group.day, i18n.language), part: t(`groups.${group.part}`), from: group.from, to: group.to, count: group.photos.length });
  if (filed !== null) {
    return (
      <div role="status">
        {head} {t('groups.filed', { name: filed })}
      </div>
    );
  }
  return (
    <>
      <div>{head}</div>
      <div className="qy-groups__choice">
        <Select<Target> value={target} options={options} placeholder={t('groups.choose')} aria-label={head} showSearch={{ optionFilterProp: 'label' }} popupMatchSelectWidth={false} onChange={setTarget} />
        <Button disabled={target === null} onClick={() => void file()}>
          {t('groups.file')}
        </Button>
      </div>
    </>
  );
}

interface Targets {
  readonly label: string;
  readonly options: readonly { readonly value: Target; readonly label: string }[];
}

/** The activities of that day; items too, where the batch was not added for one. */
function useTargets(job: ImportJob, activities: readonly Activity[]): Targets[] {
  const { t } = useTranslation(['photos', 'common']);
  const standard = useStandard();
  const items = job.purpose.item === '' ? (standard?.items ?? []) : [];
  const ofDay: Targets = { label: t('photos:groups.activities'), options: activities.map(({ id, title }) => ({ value: `activity:${id}`, label: title })) };
  const ofHaves = HAVES.map((have): Targets => ({
    label: t(`common:haves.${have}`),
    options: items.filter((item) => item.have === have).map(({ key, text }) => ({ value: `item:${key}`, label: text })),
  }));
  return [ofDay, ...ofHaves].filter(({ options }) => options.length > 0);
}
