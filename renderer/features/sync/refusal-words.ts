import { useTranslation } from 'react-i18next';
import type { Refusal } from '#shared/protocol/exchange.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { sync as words } from '../../locales/zh-CN/sync.ts';

type FieldName = keyof typeof words.field;

/** A field's name on the screen, by its path (`items.0.key`); '' where no words are known for it. */
export function useFieldName(): (path: string) => string {
  const { t } = useTranslation('sync');
  return (path) => {
    const field = path.split('.')[0] ?? '';
    return Object.hasOwn(words.field, field) ? t(`field.${field as FieldName}`) : field;
  };
}

/** Why the center refused a record (rule P2), and what a person can do about it. */
export function useRefusalWords(): (reason: Refusal) => { readonly reason: string; readonly advice: string } {
  const { t } = useTranslation('sync');
  const { enrolment } = useData();
  const fieldName = useFieldName();
  return ({ code, field }) => {
    const whole = code === 'invalid' && field === '';
    const names = { field: fieldName(field), site: enrolment.siteName };
    const key = whole ? 'invalidWhole' : code;
    return { reason: t(`refused.reason.${key}`, names), advice: t(`refused.advice.${key}`, names) };
  };
}
