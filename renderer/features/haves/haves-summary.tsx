import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Completion } from '#shared/domain/seven-haves.ts';
import { runsOutSoon } from './use-haves-completion.ts';

/** How far the whole standard is met. */
export function HavesSummary({ completion }: { readonly completion: Completion }) {
  const { t } = useTranslation('haves');
  const { done, total, points, maxPoints, items } = completion;
  const soon = items.filter(runsOutSoon).length;
  const percent = total === 0 ? 0 : Math.round((done / total) * 100);
  return (
    <section className="qy-haves-summary" aria-label={t('overall.label')}>
      <Progress type="circle" size={84} percent={percent} strokeColor={done === total ? 'var(--jade)' : 'var(--cinnabar)'} railColor="var(--paper-deep)" aria-hidden="true" />
      <div>
        <div className="qy-haves-summary__items">{t('overall.items', { done, total })}</div>
        <div>{t('overall.points', { points, max: maxPoints })}</div>
      </div>
      <div className="qy-haves-summary__rest">
        <span className={done === total ? 'qy-item-status qy-item-status--complete' : 'qy-item-status qy-item-status--missing'}>{done === total ? t('overall.allDone') : t('overall.left', { count: total - done })}</span>
        {soon > 0 && <span className="qy-item-status qy-item-status--soon">{t('overall.soon', { count: soon })}</span>}
      </div>
    </section>
  );
}
