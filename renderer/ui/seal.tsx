import { useTranslation } from 'react-i18next';

/** The program's mark: its two characters cut into a seal. */
export function Seal({ small = false }: { readonly small?: boolean }) {
  const { t } = useTranslation('common');
  return (
    <span className={small ? 'qy-seal qy-seal--small' : 'qy-seal'} aria-hidden="true">
      {t('brand.seal')}
    </span>
  );
}
