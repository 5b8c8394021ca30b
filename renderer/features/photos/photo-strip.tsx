import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../data/hooks/use-records.ts';
import { LoadFailed } from '../../ui/states.tsx';
import { PhotoTiles } from './photo-tiles.tsx';
import { useDroppedFiles } from './use-dropped-files.ts';
import { useStartImport } from './use-imports.ts';

export interface PhotoStripProps {
  /** Id of the activity whose photos it shows. */
  readonly activity?: string;
  /** Key of the seven-haves item whose photos it shows, where no activity is given. */
  readonly item?: string;
  /** Day of photos that say none. */
  readonly occurredOn: string;
  readonly readOnly?: boolean;
}

/** More than anyone takes of one activity. */
const LIMIT = 1_000;

/** The photos of an activity or of an item, newest first, with a tile that adds more; photos can be dropped on it. */
export function PhotoStrip({ activity = '', item = '', occurredOn, readOnly = false }: PhotoStripProps) {
  const { t } = useTranslation('photos');
  const start = useStartImport();
  // By the index of the activity or item; these few are put in order here.
  const { value, error } = useList('evidence', { where: activity === '' ? { item } : { activity }, order: null, limit: LIMIT });
  const photos = useMemo(() => value?.toSorted((a, b) => compare(b.occurredOn, a.occurredOn) || compare(b.id, a.id)) ?? null, [value]);
  const purpose = useMemo(() => ({ activity, item, occurredOn, caption: '' }), [activity, item, occurredOn]);
  const [box, setBox] = useState<HTMLElement | null>(null);
  const drop = useMemo(() => (files: readonly File[]) => start(files, purpose), [start, purpose]);
  const over = useDroppedFiles(readOnly ? null : box, drop);
  if (error !== null) return <LoadFailed error={error} />;
  return (
    <section ref={setBox} className={over ? 'qy-strip qy-strip--over' : 'qy-strip'} aria-label={t('strip.label')} aria-busy={photos === null}>
      {photos?.length === 0 && readOnly && <span className="qy-strip__empty">{t('strip.empty')}</span>}
      <PhotoTiles photos={photos ?? []} purpose={purpose} readOnly={readOnly} />
    </section>
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

