import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface PageProps {
  readonly title: ReactNode;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Shows a way back. */
  readonly back?: () => void;
}

/** A screen's frame: its heading, which takes the focus when the screen opens, its actions, its content. */
export function Page({ title, subtitle, actions, children, back }: PageProps) {
  const { t } = useTranslation('common');
  return (
    <div className="qy-page">
      <header className="qy-page__head">
        {back !== undefined && <Button type="text" icon={<ArrowLeftOutlined />} aria-label={t('actions.back')} title={t('actions.back')} onClick={back} />}
        <div className="qy-page__titles">
          <h1 className="qy-page__title" tabIndex={-1} data-page-title="">
            {title}
          </h1>
          {subtitle !== undefined && <div className="qy-page__subtitle">{subtitle}</div>}
        </div>
        {actions !== undefined && <div className="qy-page__actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export interface SectionProps {
  readonly title: ReactNode;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a screen with its own heading. */
export function Section({ title, extra, children }: SectionProps) {
  const heading = useId();
  return (
    <section className="qy-section" aria-labelledby={heading}>
      <div className="qy-section__head">
        <h2 className="qy-section__title" id={heading}>
          {title}
        </h2>
        {extra}
      </div>
      {children}
    </section>
  );
}
