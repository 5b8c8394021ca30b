import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from './notice.tsx';

interface FaultBoundaryProps {
  readonly onFault: (error: unknown) => void;
  readonly children: ReactNode;
}

/** Stands between a screen's fault and an empty window. */
export class FaultBoundary extends Component<FaultBoundaryProps, { readonly error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onFault(error);
  }

  override render() {
    return this.state.error === null ? this.props.children : <Fault error={this.state.error} onBack={() => this.setState({ error: null })} />;
  }
}

function Fault({ error, onBack }: { readonly error: unknown; readonly onBack: () => void }) {
  const { t } = useTranslation('app');
  const home = (): void => {
    window.location.hash = '#/';
    onBack();
  };
  return (
    <Notice
      title={t('fault.title')}
      detail={String(error)}
      actions={
        <>
          <Button type="primary" size="large" onClick={() => window.location.reload()}>
            {t('fault.reload')}
          </Button>
          <Button size="large" onClick={home}>
            {t('fault.home')}
          </Button>
        </>
      }
    >
      {t('fault.safe')}
    </Notice>
  );
}
