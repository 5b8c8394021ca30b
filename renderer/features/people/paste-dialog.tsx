import { Alert, Checkbox, Input, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { useOnce } from '../../data/hooks/use-edit.ts';
import { useList } from '../../data/hooks/use-records.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { toast } from '../../ui/feedback.tsx';
import { judgeNames, parseNames, type LineState, type NamedLine } from './name-list.ts';
import { ALL_VOLUNTEERS, emptyVolunteer } from './new-people.ts';

interface Line extends NamedLine {
  readonly id: string;
  readonly state: LineState;
}

/** Pixels of the preview. */
const PREVIEW = 240;

/** Adds a whole list of people: pasted, looked over, saved in one go. Who is there already is found. */
export function PasteDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const { writer, clock } = useData();
  const known = useList('volunteers', { order: null, limit: ALL_VOLUNTEERS }).value;
  const { saving, once } = useOnce();
  const [text, setText] = useState('');
  const [storage, setStorage] = useState<string | null>(null);
  /** Lines of doubtful people that are to be added all the same. */
  const [included, setIncluded] = useState<ReadonlySet<number>>(new Set());
  const lines = useMemo(() => {
    const parsed = parseNames(text);
    const states = judgeNames(parsed, known ?? []);
    return parsed.map((line, index): Line => ({ ...line, id: String(line.line), state: states[index] ?? 'noName' }));
  }, [text, known]);
  const chosen = lines.filter(({ state, line }) => state === 'new' || (state === 'sameName' && included.has(line)));
  const save = async (): Promise<void> => {
    const saved = await writer.createAll('volunteers', chosen.map(({ name, phone, gender }) => ({ ...emptyVolunteer(clock.today()), name: name.slice(0, 60), phone, gender })));
    if (!saved.ok) return setStorage(saved.storage ?? '');
    toast('success', t('paste.saved', { n: saved.records.length }));
    onClose();
  };
  const columns = usePreviewColumns(included, (line, on) => {
    const next = new Set(included);
    if (on) next.add(line);
    else next.delete(line);
    setIncluded(next);
  });
  return (
    <Modal
      open
      width="46rem"
      style={{ top: '1.5rem' }}
      title={t('paste.title')}
      okText={chosen.length === 0 ? t('paste.nothing') : t('paste.save', { n: chosen.length })}
      cancelText={t('common:actions.cancel')}
      okButtonProps={{ disabled: chosen.length === 0 || known === null, loading: saving }}
      onOk={() => void once(save)}
      onCancel={onClose}
    >
      <p>{t('paste.hint')}</p>
      {storage !== null && <Alert type="error" showIcon title={t('common:states.storageFull')} description={storage} />}
      <Input.TextArea autoFocus rows={5} aria-label={t('paste.title')} placeholder={t('paste.example')} value={text} onChange={(event) => setText(event.target.value)} />
      {lines.length > 0 && (
        <>
          <h3>
            {t('paste.preview')} · {t('paste.counts', { fresh: chosen.length, skipped: lines.length - chosen.length })}
          </h3>
          <DataTable rows={lines} columns={columns} height={PREVIEW} empty={null} />
        </>
      )}
    </Modal>
  );
}

function usePreviewColumns(included: ReadonlySet<number>, onInclude: (line: number, on: boolean) => void): readonly Column<Line>[] {
  const { t } = useTranslation('people');
  return [
    { key: 'name', title: t('column.name'), width: 160, render: ({ name }) => name },
    { key: 'phone', title: t('column.phone'), width: 150, render: ({ phone }) => phone },
    {
      key: 'state',
      title: t('column.state'),
      render: ({ state, line }) => (
        <span className={state === 'new' ? 'qy-name-line' : 'qy-name-line qy-name-line--out'}>
          {t(`paste.state.${state}`)}
          {state === 'sameName' && (
            <Checkbox checked={included.has(line)} onChange={(event) => onInclude(line, event.target.checked)}>
              {t('paste.include')}
            </Checkbox>
          )}
        </span>
      ),
    },
  ];
}
