import { Button } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { adviceFor, bothOf, type ConflictChoice } from '#shared/domain/conflict-advice.ts';
import type { Conflict } from '#shared/domain/record.ts';
import { instantText } from '../../ui/format.ts';
import { ThirdValue } from './third-value.tsx';

export interface ConflictCardProps {
  readonly conflict: Conflict;
  /** The field's value now. */
  readonly standing: unknown;
  readonly fieldName: string;
  readonly textOf: (value: unknown) => string;
  /** Whose choice the keys make. */
  readonly current: boolean;
  /** Records of this kind are only added to: what stands stays. */
  readonly appendOnly: boolean;
  readonly writing: boolean;
  readonly onWriting: (open: boolean) => void;
  readonly onChoose: (value: unknown) => void;
}

/** One conflict: where both started from, what stands, what was displaced, and the choices. */
export function ConflictCard(props: ConflictCardProps) {
  const { conflict, standing, fieldName, textOf, current, appendOnly, writing, onWriting, onChoose } = props;
  const { t, i18n } = useTranslation(['merge', 'common']);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (current) card.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const advice = appendOnly ? null : adviceFor(conflict, standing);
  const both = appendOnly ? undefined : bothOf(conflict, standing);
  const look = (choice: ConflictChoice): 'primary' | 'default' => (advice?.choice === choice ? 'primary' : 'default');
  const who = t('common:conflicts.other', { person: conflict.who.person === '' ? t('common:conflicts.someone') : conflict.who.person, when: instantText(conflict.when, i18n.language) });
  return (
    <article ref={card} className={current ? 'desk-card desk-card--current' : 'desk-card'} aria-label={fieldName} aria-current={current}>
      <header className="desk-card__head">
        <strong>{fieldName}</strong>
        {advice !== null && <span className="desk-card__advice">{t(`merge:advice.${advice.why}`, { choice: t(`merge:choice.${advice.choice}`) })}</span>}
      </header>
      <div className="desk-card__values">
        <Value title={t('merge:base')} text={textOf(conflict.base)} quiet />
        <Value title={t('merge:standing')} text={textOf(standing)}>
          <Choice number={1} type={look('keep')} onClick={() => onChoose(standing)}>
            {t('merge:choice.keep')}
          </Choice>
        </Value>
        <Value title={who} text={textOf(conflict.mine)}>
          {!appendOnly && (
            <Choice number={2} type={look('take')} onClick={() => onChoose(conflict.mine)}>
              {t('merge:choice.take')}
            </Choice>
          )}
        </Value>
      </div>
      {appendOnly ? (
        <p className="desk-card__hint">{t('merge:appendOnly')}</p>
      ) : (
        <div className="desk-card__more">
          {both !== undefined && (
            <Choice number={3} type={look('both')} onClick={() => onChoose(both)}>
              {t('merge:choice.both')}
            </Choice>
          )}
          <ThirdValue conflict={conflict} standing={standing} fieldName={fieldName} open={writing} onOpen={onWriting} onChoose={onChoose} />
        </div>
      )}
    </article>
  );
}

function Value({ title, text, quiet = false, children = null }: { readonly title: string; readonly text: string; readonly quiet?: boolean; readonly children?: ReactNode }) {
  return (
    <div className={quiet ? 'desk-value desk-value--quiet' : 'desk-value'}>
      <span className="desk-value__title">{title}</span>
      <span className="desk-value__text">{text}</span>
      {children}
    </div>
  );
}

interface ChoiceProps {
  /** The key that does the same. */
  readonly number: number;
  readonly type: 'primary' | 'default';
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Choice({ number, type, onClick, children }: ChoiceProps) {
  return (
    <Button type={type} onClick={onClick}>
      {children} <kbd className="desk-key">{number}</kbd>
    </Button>
  );
}
