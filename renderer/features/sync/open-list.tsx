import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OpenPoint, Standing } from './open-points.ts';

/** Which part of the screen says more. */
const PLACES: Partial<Readonly<Record<OpenPoint, string>>> = {
  aside: 'refused',
  photosFailed: 'photos',
  different: 'check',
  records: 'waiting',
  photos: 'photos',
  oldCenter: 'check',
  uncompared: 'check',
};

/** Exactly what is still open; each leads to where it is seen. */
export function OpenPoints({ standing: { waiting, open } }: { readonly standing: Standing & { readonly open: readonly OpenPoint[] } }) {
  const { t } = useTranslation('sync');
  // The card's own words say this already.
  const points = open.filter((point) => point !== 'paused');
  if (points.length === 0) return null;
  const names = { records: waiting.records, aside: waiting.aside, photos: waiting.photosFailed };
  return (
    <div className="sync-open">
      <span>{t('openPoints.title')}</span>
      <ul>
        {points.map((point) => {
          const place = PLACES[point];
          const words = t(`openPoints.${point}`, names);
          return <li key={point}>{place === undefined ? words : <Link to={`/sync?tab=${place}`}>{words}</Link>}</li>;
        })}
      </ul>
    </div>
  );
}
