import { Button, Drawer } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { sameValue } from '#shared/domain/canonical.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { Recovered } from '#shared/ports/replica-store.ts';
import { isKind } from '#shared/schema/validate.ts';
import { forgetRecovered } from '../../data/hooks/use-agreement.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useOnce } from '../../data/hooks/use-edit.ts';
import { useRecord } from '../../data/hooks/use-records.ts';
import { sync as zh } from '../../locales/zh-CN/sync.ts';
import { toast, useConfirm } from '../../ui/feedback.tsx';
import { instantText } from '../../ui/format.ts';
import { useFaceTitle, useKindName } from './face-columns.tsx';
import { faceOf } from './record-face.ts';
import { useFieldName } from './refusal-words.ts';
import { useFaces } from './use-faces.ts';
import { namedBy, shownFields, useValueText } from './value-text.ts';

const ORDER: readonly string[] = Object.keys(zh.field);

/** One content that was taken out, whole, beside what the record says now; it can be used again. */
export function RecoveredDrawer({ recovered, onClose }: { readonly recovered: Recovered; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation(['sync', 'common']);
  const { record, kind } = recovered;
  const kindName = useKindName();
  const title = useFaceTitle();
  const present = useRecord(isKind(kind) ? kind : 'activities', recovered.id).value;
  const now = present === null || present === 'gone' ? null : (present as unknown as AnyRecord);
  const when = instantText(new Date(recovered.at).toISOString(), i18n.language);
  return (
    <Drawer open size="56rem" title={`${kindName(kind)} · ${title(faceOf(kind, recovered.id, record))}`} onClose={onClose} footer={<Actions recovered={recovered} isHere={now !== null} onDone={onClose} />}>
      <p>{t('sync:recovered.from', { person: record.by.person || t('common:conflicts.someone'), saved: instantText(record.updatedAt, i18n.language), when })}</p>
      {present === 'gone' && <p>{t('sync:recovered.goneNow')}</p>}
      <Comparison kind={kind} then={record} now={now} />
    </Drawer>
  );
}

function Comparison({ kind, then, now }: { readonly kind: string; readonly then: AnyRecord; readonly now: AnyRecord | null }) {
  const { t } = useTranslation('sync');
  const fieldName = useFieldName();
  const records = useMemo(() => (now === null ? [then] : [then, now]), [then, now]);
  const faces = useFaces(useMemo(() => namedBy(records), [records]));
  const names = new Map(faces?.filter(({ here }) => here).map(({ id, title }) => [id, title]));
  const text = useValueText(kind, (id) => names.get(id));
  return (
    <table className="sync-compare">
      <thead>
        <tr>
          <th scope="col">{t('recovered.field')}</th>
          <th scope="col">{t('recovered.before')}</th>
          {now !== null && <th scope="col">{t('recovered.now')}</th>}
        </tr>
      </thead>
      <tbody>
        {shownFields(records, ORDER).map((field) => {
          const differs = now !== null && !sameValue(then[field], now[field]);
          return (
            <tr key={field} className={differs ? 'sync-compare__differs' : ''}>
              <th scope="row">{fieldName(field)}</th>
              <td>{text(field, then[field])}</td>
              {now !== null && <td>{text(field, now[field])}</td>}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Actions({ recovered, isHere, onDone }: { readonly recovered: Recovered; readonly isHere: boolean; readonly onDone: () => void }) {
  const { t } = useTranslation('sync');
  const { replica, writer } = useData();
  const confirm = useConfirm();
  const { saving, once } = useOnce();
  const use = async (): Promise<void> => {
    if (!isKind(recovered.kind)) return;
    const saved = await writer.restore(recovered.kind, recovered.record);
    if (!saved.ok) return toast('error', t(saved.problems.some(({ code }) => code === 'appendOnly') ? 'recovered.appendOnly' : 'recovered.notUsed'));
    await forgetRecovered(replica.local, recovered);
    toast('success', t('recovered.used'));
    onDone();
  };
  const remove = async (): Promise<void> => {
    if (!(await confirm({ title: t('recovered.removeTitle'), content: t('recovered.removeText'), okText: t('recovered.remove'), danger: true }))) return;
    await forgetRecovered(replica.local, recovered);
    toast('success', t('recovered.removed'));
    onDone();
  };
  return (
    <div className="sync-buttons">
      <Button type="primary" size="large" disabled={saving} onClick={() => void once(use)}>
        {t(isHere ? 'recovered.use' : 'recovered.useGone')}
      </Button>
      <Button size="large" danger disabled={saving} onClick={() => void once(remove)}>
        {t('recovered.remove')}
      </Button>
    </div>
  );
}
