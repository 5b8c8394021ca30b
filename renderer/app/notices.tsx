import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BridgeLost } from '../bridge/bridge-lost.ts';
import { Loading } from '../ui/states.tsx';
import { Notice } from './notice.tsx';
import { Seal } from '../ui/seal.tsx';

/** While the records are opened. */
export function StartingNotice() {
  const { t } = useTranslation('app');
  return (
    <main className="qy-notice">
      <div className="qy-notice__sheet">
        <Seal />
        <div className="qy-notice__text">{t('starting')}</div>
        <Loading />
      </div>
    </main>
  );
}

/** Another window holds the records. */
export function ElsewhereNotice({ onTakeOver }: { readonly onTakeOver: () => Promise<void> }) {
  const { t } = useTranslation('app');
  const [busy, setBusy] = useState(false);
  const take = (): void => {
    setBusy(true);
    void onTakeOver().finally(() => setBusy(false));
  };
  return (
    <Notice
      title={t('elsewhere.title')}
      actions={
        <Button type="primary" size="large" loading={busy} onClick={take}>
          {t('elsewhere.take')}
        </Button>
      }
    >
      {t('elsewhere.text')}
    </Notice>
  );
}

/** The records could not be opened; says what to do about the kind of failure. */
export function FailedNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => Promise<void> }) {
  const { t } = useTranslation('app');
  const kind = kindOf(error);
  return (
    <Notice
      title={t(`failed.${kind}Title`)}
      detail={error instanceof Error ? `${error.name}: ${error.message}` : String(error)}
      actions={
        <Button type="primary" size="large" onClick={() => void onRetry()}>
          {t('failed.retry')}
        </Button>
      }
    >
      {t(`failed.${kind}`)}
    </Notice>
  );
}

/** Storage errors carry their name somewhere along the chain of causes, depending on which library met them. */
function kindOf(error: unknown): 'host' | 'full' | 'forbidden' | 'other' {
  for (let at: unknown = error; at instanceof Error; at = (at as Error & { readonly inner?: unknown }).inner ?? at.cause) {
    if (at instanceof BridgeLost) return 'host';
    const text = `${at.name} ${at.message}`;
    if (/Quota/i.test(text)) return 'full';
    if (/SecurityError|InvalidStateError|OpenFailed|MissingAPI|UnknownError/.test(text)) return 'forbidden';
  }
  return 'other';
}
