import { InboxOutlined, WarningOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface EmptyStateProps {
  readonly title: ReactNode;
  readonly hint?: ReactNode;
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
}

/** Nothing is here yet: says so, and what to do first. */
export function EmptyState({ title, hint, action, icon }: EmptyStateProps) {
  return (
    <div className="qy-state">
      <div className="qy-state__icon" aria-hidden="true">
        {icon ?? <InboxOutlined />}
      </div>
      <div className="qy-state__title">{title}</div>
      {hint !== undefined && <div className="qy-state__hint">{hint}</div>}
      {action}
    </div>
  );
}

export interface LoadFailedProps {
  /** What happened, for whoever is asked for help. */
  readonly error: string;
  readonly onRetry?: () => void;
}

/** Something could not be read. What is saved is safe, and the screen says so. */
export function LoadFailed({ error, onRetry }: LoadFailedProps) {
  const { t } = useTranslation('common');
  return (
    <div className="qy-state" role="alert">
      <div className="qy-state__icon" aria-hidden="true">
        <WarningOutlined />
      </div>
      <div className="qy-state__title">{t('states.failed')}</div>
      <div className="qy-state__hint">{t('states.failedHint')}</div>
      {onRetry !== undefined && (
        <Button type="primary" onClick={onRetry}>
          {t('actions.retry')}
        </Button>
      )}
      <div className="qy-state__detail">{error}</div>
    </div>
  );
}

/** Grey lines in place of what is being read. */
export function Loading() {
  const { t } = useTranslation('common');
  return (
    <output className="qy-loading" aria-label={t('states.loading')}>
      <Skeleton active title={false} paragraph={{ rows: 5 }} />
    </output>
  );
}
