import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './save-bar.css';

export interface SaveBarProps {
  /** What the bar says beside its buttons: what is not saved, a sum. */
  readonly note: ReactNode;
  readonly label: ReactNode;
  readonly saving: boolean;
  readonly onSave: () => void;
  readonly disabled?: boolean;
  /** Typing from an earlier time was found; with it comes the way to drop it. */
  readonly onDiscard?: () => void;
  /** The machine could not keep it, in its own words. */
  readonly storage?: string | null;
  /** Further buttons, before the one that saves. */
  readonly children?: ReactNode;
}

/** Stays at the foot of a form: what is not saved yet, and the button that saves. */
export function SaveBar({ note, label, saving, onSave, disabled = false, onDiscard, storage = null, children }: SaveBarProps) {
  const { t } = useTranslation('common');
  return (
    <div className="qy-save-bar">
      {storage !== null && <Alert type="error" showIcon title={t('states.storageFull')} description={storage} />}
      <div className="qy-save-bar__line">
        <div className="qy-save-bar__note" role="status">
          {note}
        </div>
        {onDiscard !== undefined && <Button onClick={onDiscard}>{t('states.discardDraft')}</Button>}
        {children}
        <Button type="primary" size="large" loading={saving} disabled={disabled} onClick={onSave}>
          {label}
        </Button>
      </div>
    </div>
  );
}
