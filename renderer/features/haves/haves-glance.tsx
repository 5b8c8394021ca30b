import { CheckCircleFilled } from '@ant-design/icons';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Have } from '#shared/domain/seven-haves.ts';
import { Loading, LoadFailed } from '../../ui/states.tsx';
import { byHave, useHavesCompletion, type HaveState } from './use-haves-completion.ts';
import './haves.css';

/** The seven haves as seven tiles: what is complete, and how much is missing. */
export function HavesGlance({ onOpen }: { readonly onOpen: (have: Have) => void }) {
  const { t } = useTranslation('haves');
  const { value, error, retry } = useHavesCompletion();
  if (error !== null) return <LoadFailed error={error} onRetry={retry} />;
  if (value === null) return <Loading />;
  return (
    <ul className="qy-glance" aria-label={t('glance.title')}>
      {byHave(value.completion).map((state) => (
        <li key={state.have}>
          <Tile state={state} onOpen={() => onOpen(state.have)} />
        </li>
      ))}
    </ul>
  );
}

function Tile({ state: { have, items, done }, onOpen }: { readonly state: HaveState; readonly onOpen: () => void }) {
  const { t } = useTranslation(['haves', 'common']);
  const name = t(`common:haves.${have}`);
  const full = done === items.length;
  return (
    <button type="button" className="qy-glance__tile" data-full={full} aria-label={t('glance.open', { name, done, total: items.length })} onClick={onOpen}>
      <strong>{name}</strong>
      <span className="qy-glance__count">{t('done', { done, total: items.length })}</span>
      <Progress percent={Math.round((done / items.length) * 100)} showInfo={false} size="small" strokeColor={full ? 'var(--jade)' : 'var(--ochre)'} aria-hidden="true" />
      <span className="qy-glance__state">
        {full && <CheckCircleFilled aria-hidden="true" />}
        {full ? t('glance.full') : t('glance.missing', { count: items.length - done })}
      </span>
    </button>
  );
}
