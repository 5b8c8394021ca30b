import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { useLive } from '../../data/hooks/use-live.ts';
import { HELD_OUTCOMES, heldOutcomesOf, markOutcomesRead } from '../../data/sync/held-outcomes.ts';
import { useOutcomeWords } from './outcome-words.ts';
import './sync.css';

/** What was decided on a held removal of this machine (rule D1): said until a person has read it. */
export function HeldOutcomeNotice() {
  const { t } = useTranslation('sync');
  const { replica } = useData();
  const words = useOutcomeWords();
  const unread = useLive(heldOutcomesOf, HELD_OUTCOMES)?.filter(({ read }) => !read) ?? [];
  if (unread.length === 0) return null;
  return (
    <Alert
      className="qy-banner"
      type={unread.some(({ decision }) => decision === 'reject') ? 'warning' : 'success'}
      showIcon
      title={t('outcome.title')}
      description={unread.map((outcome) => {
        const { title, now } = words(outcome);
        return (
          <p key={outcome.at} className="sync-outcome">
            {title}
            <br />
            {now}
          </p>
        );
      })}
      action={<Button onClick={() => void markOutcomesRead(replica.local)}>{t('outcome.putAway')}</Button>}
    />
  );
}

/** All that was decided, newest first. */
export function HeldOutcomeHistory() {
  const { t } = useTranslation('sync');
  const words = useOutcomeWords();
  const outcomes = useLive(heldOutcomesOf, HELD_OUTCOMES) ?? [];
  if (outcomes.length === 0) return null;
  return (
    <section className="sync-repairs">
      <h3>{t('outcome.history')}</h3>
      {outcomes.map((outcome) => {
        const { title, now } = words(outcome);
        return (
          <details key={outcome.at}>
            <summary>{title}</summary>
            <p className="sync-outcome">{now}</p>
          </details>
        );
      })}
    </section>
  );
}
