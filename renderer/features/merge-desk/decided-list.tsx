import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { canonical } from '#shared/domain/canonical.ts';
import type { Settlement } from '#shared/domain/record.ts';
import { instantText } from '../../ui/format.ts';

export interface DecidedListProps {
  readonly decisions: readonly Settlement[];
  readonly fieldName: (field: string) => string;
  readonly textOf: (field: string, value: unknown) => string;
  readonly busy: boolean;
  readonly onTakeBack: (decision: Settlement) => void;
}

/** What was decided on a record's conflicts, by whom, the last first; each can be taken back. */
export function DecidedList({ decisions, fieldName, textOf, busy, onTakeBack }: DecidedListProps) {
  const { t, i18n } = useTranslation(['merge', 'common']);
  if (decisions.length === 0) return null;
  return (
    <section className="desk-decided" aria-label={t('merge:decided.title')}>
      <h3>{t('merge:decided.title')}</h3>
      <ul>
        {decisions.toReversed().map((decision) => (
          <li key={canonical(decision)}>
            <span className="desk-decided__text">
              {t('merge:decided.line', {
                person: decision.who.person || t('common:conflicts.someone'),
                when: instantText(decision.when, i18n.language),
                field: fieldName(decision.conflict.field),
                value: textOf(decision.conflict.field, decision.value),
              })}
            </span>
            <small>{t('merge:decided.not', { values: others(decision).map((value) => textOf(decision.conflict.field, value)).join(t('merge:decided.or')) })}</small>
            <Button size="small" disabled={busy} onClick={() => onTakeBack(decision)}>
              {t('merge:decided.takeBack')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The values that were not chosen. */
function others({ conflict, before, value }: Settlement): readonly unknown[] {
  const chosen = canonical(value);
  return [...new Map([before, conflict.mine].map((other) => [canonical(other), other]))].filter(([key]) => key !== chosen).map(([, other]) => other);
}
