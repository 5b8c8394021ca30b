import { App, Button } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type Message = ReturnType<typeof App.useApp>['message'];
interface Host {
  readonly message: Message;
  readonly undoLabel: string;
}
let host: Host | null = null;

/** Stands once below antd's App, so that any code can show a toast in the app's own look. */
export function FeedbackHost() {
  const { message } = App.useApp();
  const { t } = useTranslation('common');
  const undoLabel = t('actions.undo');
  useEffect(() => {
    host = { message, undoLabel };
    return () => {
      host = null;
    };
  }, [message, undoLabel]);
  return null;
}

/** Says in passing what happened. */
export function toast(type: 'success' | 'info' | 'warning' | 'error', content: ReactNode): void {
  void host?.message.open({ type, content, duration: type === 'success' ? 3 : 6 });
}

/** Long enough to read it and to move a slow mouse there, in seconds. */
const UNDO_SECONDS = 10;
let undos = 0;

/** Says what was removed and takes it back with one click. */
export function undoToast(content: ReactNode, onUndo: () => void): void {
  if (host === null) return;
  const { message, undoLabel } = host;
  undos += 1;
  const key = `undo-${undos}`;
  const undo = (): void => {
    message.destroy(key);
    onUndo();
  };
  void message.open({
    key,
    type: 'success',
    duration: UNDO_SECONDS,
    content: (
      <span>
        {content}
        <Button type="link" onClick={undo}>
          {undoLabel}
        </Button>
      </span>
    ),
  });
}

export interface Question {
  readonly title: ReactNode;
  readonly content?: ReactNode;
  readonly okText?: string;
  readonly cancelText?: string;
  readonly danger?: boolean;
}

/** Asks before something that is not undone with one click; resolves to true where the person agreed. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const { modal } = App.useApp();
  const { t } = useTranslation('common');
  return ({ title, content, okText, cancelText, danger = false }) =>
    new Promise((resolve) => {
      modal.confirm({
        title,
        content,
        okText: okText ?? t('actions.ok'),
        cancelText: cancelText ?? t('actions.cancel'),
        okButtonProps: { danger },
        onOk: () => resolve(true),
        onCancel: () => resolve(false),
      });
    });
}
