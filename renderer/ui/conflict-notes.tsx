import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '#shared/domain/record.ts';
import { instantText } from './format.ts';

export interface ConflictNotesProps {
  readonly conflicts: readonly Conflict[];
  /** A field's name on the screen. */
  readonly labelOf: (field: string) => string;
  readonly formatValue: (field: string, value: unknown) => ReactNode;
  /** Called with the value that a person chose. */
  readonly onSettle: (entry: Conflict, value: unknown) => void;
  /** The value that the record has now, where it may have been edited since. */
  readonly valueOf?: (field: string) => unknown;
}

/** Two people changed the same thing differently: both values, whose they are, and the choice (rule M1). */
export function ConflictNotes({ conflicts, labelOf, formatValue, onSettle, valueOf }: ConflictNotesProps) {
  const { t, i18n } = useTranslation('common');
  if (conflicts.length === 0) return null;
  return (
    <section className="qy-conflicts" aria-label={t('conflicts.title')}>
      <h2 className="qy-conflicts__title">{t('conflicts.title')}</h2>
      <div>{t('conflicts.hint')}</div>
      {conflicts.map((entry) => {
        const standing = valueOf === undefined ? entry.theirs : valueOf(entry.field);
        return (
          <div key={`${entry.field}:${entry.who.device}:${entry.when}`} className="qy-conflict">
            <strong>{labelOf(entry.field)}</strong>
            <div className="qy-conflict__values">
              <div className="qy-conflict__value">
                <span className="qy-conflict__whose">{t('conflicts.standing')}</span>
                <span className="qy-conflict__text">{formatValue(entry.field, standing)}</span>
                <Button onClick={() => onSettle(entry, standing)}>{t('conflicts.keep')}</Button>
              </div>
              <div className="qy-conflict__value">
                <span className="qy-conflict__whose">
                  {t('conflicts.other', { person: entry.who.person === '' ? t('conflicts.someone') : entry.who.person, when: instantText(entry.when, i18n.language) })}
                </span>
                <span className="qy-conflict__text">{formatValue(entry.field, entry.mine)}</span>
                <Button onClick={() => onSettle(entry, entry.mine)}>{t('conflicts.take')}</Button>
              </div>
            </div>
          </div>
        );
      })}
    </section>
  );
}
