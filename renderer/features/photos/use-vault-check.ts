import { useCallback, useEffect, useState } from 'react';
import type { VaultCheck } from '#shared/bridge/vault.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { tellReferences } from '../../data/photos/tell-references.ts';

/** How often a running check is looked at, milliseconds. */
const LOOK_MS = 400;

export interface VaultCheckHandle {
  /** Null before the host has said how it stands. */
  readonly status: VaultCheck | null;
  /** It was asked for, and the host is told what names photos. */
  readonly starting: boolean;
  start(): void;
  stop(): void;
}

/** The host's check of the photos: it goes on while the person looks elsewhere. */
export function useVaultCheck(): VaultCheckHandle {
  const { bridge, replica, enrolment } = useData();
  const [status, setStatus] = useState<VaultCheck | null>(null);
  const [starting, setStarting] = useState(false);
  const act = useCallback(
    (what: 'start' | 'stop' | 'status') => bridge.invoke('vault.check', { act: what }).then(setStatus, () => undefined),
    [bridge],
  );
  const running = status?.state === 'running';
  useEffect(() => {
    void act('status');
    if (!running) return;
    const timer = setInterval(() => void act('status'), LOOK_MS);
    return () => clearInterval(timer);
  }, [act, running]);
  const start = useCallback(async () => {
    setStarting(true);
    // Where what names photos cannot be read, the host goes by what it was told before.
    await tellReferences({ replica, bridge, device: enrolment.device }, false).catch(() => false);
    await act('start');
    setStarting(false);
  }, [act, replica, bridge, enrolment.device]);
  return { status, starting, start: () => void start(), stop: () => void act('stop') };
}
