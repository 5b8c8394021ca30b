import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { useConfirm } from '../../ui/feedback.tsx';
import { namesakesOf } from './new-people.ts';

/** Asks before a person is added whose name is there already; true where there is none, or where it is to be added all the same. */
export function useAskDuplicate(): (name: string, phone: string) => Promise<boolean> {
  const { t } = useTranslation('people');
  const { replica } = useData();
  const confirm = useConfirm();
  return async (name, phone) => {
    const namesakes = await namesakesOf(replica, name);
    const same = namesakes.find((other) => other.phone === phone) ?? namesakes[0];
    if (same === undefined) return true;
    const alike = same.phone === phone;
    return confirm({
      title: t('duplicate.title'),
      content: alike ? t('duplicate.samePhone', { name }) : t('duplicate.sameName', { name, phone: same.phone === '' ? t('duplicate.noPhone') : same.phone }),
      okText: t(alike ? 'duplicate.addAgain' : 'duplicate.addAnyway'),
      cancelText: t('duplicate.open'),
    });
  };
}
