import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '#shared/bridge/contract.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useConnection } from '../../state/connection.ts';
import { toast } from '../../ui/feedback.tsx';
import { EnrolAgain } from '../enrol/index.ts';

/** How long the host gets to reach the center before the person is told that it did not. */
const PATIENCE_MS = 8_000;

/** Asks the host to try now, and says what came of it. A computer that was stopped gets a new code instead. */
export function ContactButton({ connection }: { readonly connection: Connection | null }) {
  const { t } = useTranslation('sync');
  const { bridge, sync } = useData();
  const [busy, setBusy] = useState(false);
  const contact = async (): Promise<void> => {
    setBusy(true);
    const reached = answered(bridge, () => useConnection.getState().connection?.state === 'online');
    await bridge.invoke('link.retry', null);
    sync.now();
    const online = await reached;
    setBusy(false);
    toast(online ? 'success' : 'warning', t(online ? 'connection.reached' : 'connection.notReached'));
  };
  if (connection?.state === 'revoked' || connection?.state === 'notEnrolled') return <EnrolAgain />;
  return (
    <Button type="primary" size="large" loading={busy} onClick={() => void contact()}>
      {t(busy ? 'connection.asked' : 'connection.now')}
    </Button>
  );
}

/** Resolves to true once the link is online, and to false where it says that it is not, or says nothing for too long. */
function answered(bridge: ReturnType<typeof useData>['bridge'], onlineNow: () => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (online: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(online);
    };
    const timer = setTimeout(() => end(onlineNow()), onlineNow() ? 0 : PATIENCE_MS);
    const stop = bridge.on('link.connection', ({ state }) => {
      if (state === 'online') end(true);
      else if (state !== 'connecting') end(false);
    });
  });
}
