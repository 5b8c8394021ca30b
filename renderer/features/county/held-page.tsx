import { CheckCircleOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LinkError } from '#shared/protocol/errors.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { askHeld, useHeld } from '../../state/held.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, LoadFailed, Loading } from '../../ui/states.tsx';
import './county.css';
import { HeldCard } from './held-card.tsx';

/** Pushes that would remove much and wait for a person here (rule D1). */
export function HeldPage() {
  const { t } = useTranslation('county');
  const { bridge } = useData();
  const { held: known, error } = useHeld();
  // A center that does not know of held pushes holds none.
  const held = error?.kind === 'tooNew' ? null : known;
  const again = (): void => void askHeld(bridge);
  return (
    <Page title={t('held.title')} subtitle={t('held.subtitle')} actions={<Button onClick={again}>{t('refresh')}</Button>}>
      {error !== null && <Trouble error={error} known={held !== null} onRetry={again} />}
      {held === null && error === null && <Loading />}
      {held?.length === 0 && <EmptyState icon={<CheckCircleOutlined />} title={t('held.empty')} hint={t('held.emptyHint')} />}
      {held !== null && held.length > 0 && (
        <ul className="county-held">
          {held.map((push) => (
            <li key={push.id}>
              <HeldCard push={push} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

/** Why there is no list, or an old one. */
function Trouble({ error, known, onRetry }: { readonly error: LinkError; readonly known: boolean; readonly onRetry: () => void }) {
  const { t } = useTranslation('county');
  if (error.kind === 'tooNew') return <Alert type="info" showIcon title={t('held.oldCenter')} />;
  if (error.kind === 'offline' || error.kind === 'busy') return <Alert type="warning" showIcon title={t(known ? 'held.offlineKnown' : 'held.offline')} />;
  return <LoadFailed error={`${t('held.failed')} (${error.kind})`} onRetry={onRetry} />;
}
