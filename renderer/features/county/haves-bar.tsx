import { useTranslation } from 'react-i18next';
import './county.css';

/** How many of the seven haves' items are complete, as a bar and in figures. */
export function HavesBar({ done, total }: { readonly done: number; readonly total: number }) {
  const { t } = useTranslation('county');
  const share = total === 0 ? 0 : Math.round((100 * done) / total);
  return (
    <span className="county-haves">
      <span className="county-haves__bar" aria-hidden="true">
        <span className={share === 100 ? 'county-haves__done county-haves__done--all' : 'county-haves__done'} style={{ width: `${share}%` }} />
      </span>
      {t('havesText', { done, total })}
    </span>
  );
}
