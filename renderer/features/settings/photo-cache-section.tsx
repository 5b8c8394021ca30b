import { App, Button, Flex, Progress, Select } from 'antd';
import { useCallback, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LEAST_CACHE_LIMIT, MOST_CACHE_LIMIT, type PhotoCacheState } from '#shared/bridge/photo-cache.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useConfirm } from '../../ui/feedback.tsx';
import { bytesText } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';

const GIB = 1024 ** 3;
const LIMITS: readonly number[] = [LEAST_CACHE_LIMIT, GIB, 2 * GIB, 5 * GIB, 10 * GIB, 20 * GIB, MOST_CACHE_LIMIT];

/** What an office keeps of the photos of others: how much, how much at most, and a way to be rid of it. */
export function PhotoCacheSection() {
  const { t } = useTranslation('settings');
  const { bridge } = useData();
  const { message } = App.useApp();
  const confirm = useConfirm();
  const [state, setState] = useState<PhotoCacheState | 'loading' | 'unread'>('loading');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void bridge.invoke('cache.state', null).then(setState, () => setState('unread'));
  }, [bridge]);
  const change = useCallback(
    async (act: () => Promise<PhotoCacheState>, done: string | null) => {
      setBusy(true);
      try {
        setState(await act());
        if (done !== null) void message.success(done);
      } catch {
        void message.error(t('cache.failed'));
      }
      setBusy(false);
    },
    [message, t],
  );
  const clear = async (): Promise<void> => {
    if (await confirm({ title: t('cache.ask'), content: t('cache.safe'), okText: t('cache.clear') })) await change(() => bridge.invoke('cache.clear', null), t('cache.cleared'));
  };
  return (
    <Section title={t('cache.title')}>
      <p className="qy-check__hint">{t('cache.hint')}</p>
      <p className="qy-check__hint">{t('cache.safe')}</p>
      {state === 'unread' && <p role="status">{t('cache.unread')}</p>}
      {typeof state !== 'string' && <Standing state={state} busy={busy} onLimit={(bytes) => void change(() => bridge.invoke('cache.limit', { bytes }), null)} />}
      <Button disabled={typeof state === 'string' || state.files === 0} loading={busy} onClick={() => void clear()}>
        {t('cache.clear')}
      </Button>
    </Section>
  );
}

interface StandingProps {
  readonly state: PhotoCacheState;
  readonly busy: boolean;
  readonly onLimit: (bytes: number) => void;
}

function Standing({ state: { bytes, files, limitBytes, freeBytes }, busy, onLimit }: StandingProps) {
  const { t } = useTranslation('settings');
  const label = useId();
  const limits = [...new Set([...LIMITS, limitBytes])].toSorted((one, other) => one - other);
  return (
    <Flex vertical gap="small" style={{ marginBottom: '1rem' }}>
      <div role="status">
        {t('cache.used', { used: bytesText(bytes), files })} · {t('cache.free', { free: bytesText(freeBytes) })}
        <Progress percent={limitBytes === 0 ? 0 : Math.min(100, Math.round((bytes / limitBytes) * 100))} showInfo={false} aria-label={t('cache.title')} />
      </div>
      <div className="qy-settings-choice">
        <span id={label} className="qy-settings-choice__name">
          {t('cache.limit')}
        </span>
        <Select aria-labelledby={label} size="large" disabled={busy} value={limitBytes} onChange={onLimit} options={limits.map((value) => ({ value, label: bytesText(value) }))} />
      </div>
    </Flex>
  );
}
