import type { ReactNode } from 'react';
import { Seal } from '../ui/seal.tsx';

export interface NoticeProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  /** For whoever is asked for help. */
  readonly detail?: string;
}

/** A whole window that says one thing, and what to do. */
export function Notice({ title, children, actions, detail }: NoticeProps) {
  return (
    <main className="qy-notice" role="alert">
      <div className="qy-notice__sheet">
        <Seal />
        <h1 className="qy-notice__title">{title}</h1>
        <div className="qy-notice__text">{children}</div>
        {actions !== undefined && <div className="qy-notice__actions">{actions}</div>}
        {detail !== undefined && detail !== '' && <pre className="qy-notice__detail">{detail}</pre>}
      </div>
    </main>
  );
}
