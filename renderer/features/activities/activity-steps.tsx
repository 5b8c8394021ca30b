import { Alert, Button, Steps } from 'antd';
import { useTranslation } from 'react-i18next';
import { nextStatuses, type Activity, type ActivityStatus } from '#shared/domain/activity.ts';
import { focusField } from './focus-field.ts';

const STEPS = ['planned', 'held', 'reported', 'shown'] as const;
const STEP_OF: Readonly<Record<ActivityStatus, number>> = { planned: 0, held: 1, reported: 2, shown: 3, returned: 2, cancelled: 0 };

/** What the station itself may do; showing and returning are others' to do. */
type Move = { readonly to: ActivityStatus; readonly word: 'hold' | 'report' | 'reportAgain' | 'takeBack' | 'cancel' | 'restore'; readonly main: boolean };

function movesFrom(status: ActivityStatus): readonly Move[] {
  const moves: readonly Move[] = [
    { to: 'planned', word: 'restore', main: false },
    { to: 'held', word: status === 'reported' ? 'takeBack' : 'hold', main: status === 'planned' },
    { to: 'reported', word: status === 'returned' ? 'reportAgain' : 'report', main: true },
    { to: 'cancelled', word: 'cancel', main: false },
  ];
  return moves.filter(({ to }) => nextStatuses(status).includes(to)).toReversed();
}

export interface ActivityStepsProps {
  readonly activity: Activity;
  /** Fields that are missing for a report. */
  readonly missing: readonly string[];
  /** A report was tried and refused for what is missing. */
  readonly refused: boolean;
  readonly busy: boolean;
  readonly onMove: (to: ActivityStatus) => void;
}

/** Where an activity stands, from plan to report, and what comes next. */
export function ActivitySteps({ activity, missing, refused, busy, onMove }: ActivityStepsProps) {
  const { t } = useTranslation('activities');
  const { status } = activity;
  const reportable = status === 'held' || status === 'returned';
  return (
    <section className="qy-section qy-steps" aria-label={t('steps.label')}>
      {status === 'returned' && (
        <Alert type="error" showIcon title={t('returned.title')} description={activity.returnReason === '' ? t('returned.noReason') : activity.returnReason} />
      )}
      {status !== 'cancelled' && (
        <Steps
          size="small"
          responsive={false}
          current={STEP_OF[status]}
          status={status === 'returned' ? 'error' : status === 'shown' ? 'finish' : 'process'}
          items={STEPS.map((step) => ({ title: t(`steps.${step}`) }))}
        />
      )}
      <div className="qy-steps__next">
        <span className="qy-steps__hint">{t(`steps.next.${status}`)}</span>
        {movesFrom(status).map(({ to, word, main }) => (
          <Button key={to} size="large" type={main ? 'primary' : 'default'} disabled={busy} onClick={() => onMove(to)}>
            {t(`steps.${word}`)}
          </Button>
        ))}
      </div>
      {reportable && missing.length > 0 && <MissingNotes missing={missing} refused={refused} />}
    </section>
  );
}

const NAMED = ['place', 'inCharge', 'content', 'attendance', 'minutes'] as const;

/** What a report still needs; each leads to its field. */
function MissingNotes({ missing, refused }: { readonly missing: readonly string[]; readonly refused: boolean }) {
  const { t } = useTranslation('activities');
  return (
    <Alert
      type={refused ? 'error' : 'info'}
      showIcon
      title={
        <span className="qy-steps__missing">
          {t('missing.title')}
          {NAMED.filter((field) => missing.includes(field)).map((field) => (
            <Button key={field} onClick={() => focusField(field)}>
              {t(`field.${field}`)}
            </Button>
          ))}
        </span>
      }
    />
  );
}
