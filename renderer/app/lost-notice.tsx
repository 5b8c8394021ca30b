import { Alert } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeLost } from '../bridge/bridge-lost.ts';
import { Notice } from './notice.tsx';

/** Tells when the host is out of reach (and null when it is back); answers how to stop. */
export type OnLost = (listener: (lost: BridgeLost | null) => void) => () => void;

/**
 * Says so when the host is gone. Where it may come back the screens stay below, for what is typed is kept; a window that
 * the host no longer knows must be opened anew.
 */
export function LostNotice({ onLost, children }: { readonly onLost: OnLost | null; readonly children: ReactNode }) {
  const { t } = useTranslation('app');
  const [lost, setLost] = useState<BridgeLost | null>(null);
  useEffect(() => onLost?.(setLost), [onLost]);
  if (lost?.reason === 'token') return <Notice title={t('lost.tokenTitle')}>{t('lost.token')}</Notice>;
  return (
    <>
      {lost !== null && <Alert banner type="error" title={t('lost.unreachableTitle')} description={t('lost.unreachable')} />}
      {children}
    </>
  );
}
