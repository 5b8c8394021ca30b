import { FolderOpenOutlined } from '@ant-design/icons';
import { Alert, Button, Modal, Progress, Radio, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/bridge/contract.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { Field } from '../../ui/form-fields.tsx';
import { bytesText } from '../../ui/format.ts';
import { copyAlbum, type CopyEnd } from './copy-album.ts';
import { useCopyPlan } from './use-copy-plan.ts';
import type { GroupBy } from './use-album-groups.ts';

type Places = Output<'places.list'>['places'];

/** How often the places are looked at while a person chooses one: sticks come and go. Milliseconds. */
const LOOK_MS = 3_000;

/** A button, and the window in which the whole album is copied as a PDF or as a folder with its list. */
export function AlbumCopyButton({ by }: { readonly by: GroupBy }) {
  const { t } = useTranslation('haves');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<FolderOpenOutlined aria-hidden="true" />} onClick={() => setOpen(true)}>
        {t('copy.button')}
      </Button>
      {open && <CopyWindow by={by} onClose={() => setOpen(false)} />}
    </>
  );
}

function CopyWindow({ by, onClose }: { readonly by: GroupBy; readonly onClose: () => void }) {
  const { t } = useTranslation('haves');
  const { bridge } = useData();
  const places = usePlaces();
  const plan = useCopyPlan(by);
  const [form, setForm] = useState<'folder' | 'pdf'>('pdf');
  const [chosen, setChosen] = useState<string | null>(null);
  const [progress, setProgress] = useState<{ readonly done: number; readonly total: number } | null>(null);
  const [end, setEnd] = useState<CopyEnd | null>(null);
  const stop = useRef<AbortController | null>(null);
  const place = places?.find(({ id }) => id === chosen) ?? places?.[0];
  const run = async (): Promise<void> => {
    if (place === undefined) return;
    stop.current = new AbortController();
    setEnd(null);
    const copy = await plan(form, place.id);
    const total = copy.groups.reduce((sum, { lines }) => sum + lines.length, 0);
    setProgress({ done: 0, total });
    setEnd(await copyAlbum(bridge, copy, stop.current.signal, (done) => setProgress({ done, total })));
    setProgress(null);
  };
  const running = progress !== null;
  return (
    <Modal
      open
      title={t('copy.title')}
      closable={!running}
      mask={{ closable: !running }}
      keyboard={!running}
      onCancel={onClose}
      footer={running ? <Button onClick={() => stop.current?.abort()}>{t('copy.stop')}</Button> : [<Button key="close" onClick={onClose}>{t('copy.close')}</Button>, <Button key="go" type="primary" disabled={place === undefined} onClick={() => void run()}>{t('copy.go')}</Button>]}
    >
      <Field label={t('copy.form')} field="form">
        <Radio.Group value={form} disabled={running} onChange={(event) => setForm(event.target.value === 'folder' ? 'folder' : 'pdf')} options={[{ value: 'pdf', label: t('copy.pdf') }, { value: 'folder', label: t('copy.folder') }]} />
      </Field>
      <Field label={t('copy.place')} field="place">
        <Select disabled={running} value={place?.id} onChange={setChosen} options={(places ?? []).map(({ id, label, kind, freeBytes }) => ({ value: id, label: t('copy.placeLine', { place: label === '' ? t(`copy.places.${kind}`) : label, free: bytesText(freeBytes) }) }))} />
      </Field>
      {places?.length === 0 && <Alert type="warning" showIcon title={t('copy.noPlace')} />}
      {progress !== null && (
        <div role="status">
          {t('copy.running', progress)}
          <Progress percent={Math.floor((progress.done / Math.max(1, progress.total)) * 100)} />
        </div>
      )}
      {end !== null && <CopyResult end={end} />}
    </Modal>
  );
}

function CopyResult({ end }: { readonly end: CopyEnd }) {
  const { t } = useTranslation('haves');
  const { bridge } = useData();
  if (end.status === 'stopped') return <Alert type="info" showIcon title={t('copy.stopped')} />;
  if (end.status === 'failed') {
    const { error } = end;
    return <Alert type="error" showIcon title={t(`copy.errors.${error.kind}`)} description={error.kind === 'failed' ? error.detail : undefined} />;
  }
  return (
    <Alert
      type={end.left.length === 0 ? 'success' : 'warning'}
      showIcon
      title={t('copy.done', { place: end.label })}
      description={end.left.length === 0 ? undefined : t('copy.left', { count: end.left.length, numbers: end.left.join(', ') })}
      action={<Button onClick={() => void bridge.invoke('export.show', { id: end.id })}>{t('copy.show')}</Button>}
    />
  );
}

/** The places of the machine, again and again while the window is open; null before the first look. */
function usePlaces(): Places | null {
  const { bridge } = useData();
  const [places, setPlaces] = useState<Places | null>(null);
  useEffect(() => {
    let current = true;
    const look = (): void => {
      void bridge.invoke('places.list', null).then(
        (found) => current && setPlaces(found.places),
        () => current && setPlaces((last) => last ?? []),
      );
    };
    look();
    const again = setInterval(look, LOOK_MS);
    return () => {
      current = false;
      clearInterval(again);
    };
  }, [bridge]);
  return places;
}
