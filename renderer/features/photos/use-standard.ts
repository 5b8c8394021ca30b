import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DEFAULT_STANDARD, type Standard, type StandardItem } from '#shared/domain/seven-haves.ts';
import { isWithin } from '#shared/domain/site-code.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useList } from '../../data/hooks/use-records.ts';

/** The standard that holds for this site. */
export interface StandardInForce {
  readonly title: string;
  readonly version: string;
  readonly items: readonly StandardItem[];
}

/** More standards than a county will issue in the program's life. */
const STANDARDS = 100;

/** The newest standard that is addressed to the site; the one that ships with the program where there is none. */
export function standardFor(site: string, standards: readonly Standard[]): Pick<Standard, 'title' | 'version' | 'items'> {
  return standards.find((standard) => standard.items.length > 0 && (standard.to === '' || isWithin(site, standard.to))) ?? DEFAULT_STANDARD;
}

/** The standard in force at this site, live; null while it loads. The default one speaks the language of the screen. */
export function useStandard(): StandardInForce | null {
  const { enrolment } = useData();
  const { t } = useTranslation('haves');
  const { value, error } = useList('standards', { order: 'newest', limit: STANDARDS });
  return useMemo(() => {
    if (value === null && error === null) return null;
    const standard = standardFor(enrolment.site, value ?? []);
    if (standard !== DEFAULT_STANDARD) return standard;
    const items = standard.items.map((item) => ({ ...item, text: t(`items.${item.key}`, { defaultValue: item.text }) }));
    return { ...standard, title: t('defaultTitle'), items };
  }, [enrolment.site, value, error, t]);
}
