import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { HAVES, type Have, type ItemState } from '#shared/domain/seven-haves.ts';

/** The seven haves side by side: items complete, and what lacks. */
export function HavesTiles({ items }: { readonly items: readonly ItemState[] }) {
  return (
    <ul className="qy-home-haves">
      {HAVES.map((have) => (
        <li key={have}>
          <Tile have={have} items={items.filter(({ item }) => item.have === have)} />
        </li>
      ))}
    </ul>
  );
}

function Tile({ have, items }: { readonly have: Have; readonly items: readonly ItemState[] }) {
  const { t } = useTranslation(['home', 'common']);
  const missing = items.filter((state) => state.missing > 0);
  const done = items.length - missing.length;
  const whole = missing.length === 0;
  const lack = missing.map(({ item }) => item.text).join(t('home:haves.joiner'));
  return (
    <Link className={whole ? 'qy-home-have qy-home-have--whole' : 'qy-home-have'} to={`/haves?have=${have}`} title={lack}>
      <span className="qy-home-have__head">
        <span className="qy-home-have__name">{t(`common:haves.${have}`)}</span>
        <span className="qy-home-have__done">{t('home:haves.done', { done, total: items.length })}</span>
      </span>
      <span className="qy-home-have__bar" aria-hidden="true">
        {items.map((state) => (
          <span key={state.item.key} className={state.missing === 0 ? 'qy-home-have__part qy-home-have__part--done' : 'qy-home-have__part'} />
        ))}
      </span>
      <span className="qy-home-have__lack">{whole ? t('home:haves.whole') : t('home:haves.lacks', { lack })}</span>
    </Link>
  );
}
