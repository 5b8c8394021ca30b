import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { SetAside } from '#shared/sync/custody.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useSetAside } from '../../data/hooks/use-custody.ts';
import { ExportButton } from '../../ui/export-button.tsx';
import { toast } from '../../ui/feedback.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { loadWaiting, useWaitingColumns } from './export-waiting.ts';
import { useFaceTitle, useKindName } from './face-columns.tsx';
import type { RecordFace } from './record-face.ts';
import { useRefusalWords } from './refusal-words.ts';
import { useFaces } from './use-faces.ts';

/** Records that the center refused (rule P2): why, what to do, and the two ways on. */
export function RefusedRecords() {
  const { t } = useTranslation('sync');
  const { replica, clock } = useData();
  const exported = useWaitingColumns();
  const asides = useSetAside();
  const faces = useFaces(asides);
  const byKey = useMemo(() => new Map(faces?.map((face) => [`${face.kind}:${face.id}`, face])), [faces]);
  if (asides === null) return <Loading />;
  if (asides.length === 0) return <EmptyState title={t('refused.empty')} hint={t('refused.emptyHint')} />;
  return (
    <div className="sync-refused">
      <div className="sync-hint">
        <ExportButton load={async () => (await loadWaiting(replica)).filter(({ refusal }) => refusal !== null)} columns={exported} fileName={`${t('tabs.refused')}-${clock.today()}`} sheet={t('tabs.refused')} />
      </div>
      {asides.map((aside) => {
        const key = `${aside.kind}:${aside.id}`;
        return <RefusedRecord key={key} aside={aside} face={byKey.get(key) ?? null} />;
      })}
    </div>
  );
}

function RefusedRecord({ aside, face }: { readonly aside: SetAside; readonly face: RecordFace | null }) {
  const { t } = useTranslation('sync');
  const { sync } = useData();
  const navigate = useNavigate();
  const title = useFaceTitle();
  const kindName = useKindName();
  const { reason, advice } = useRefusalWords()(aside.reason);
  const again = async (): Promise<void> => {
    await sync.sendAgain(aside.kind, aside.id);
    toast('info', t('refused.sentAgain'));
  };
  const link = face?.link ?? null;
  return (
    <article className="sync-refused__item">
      <div className="sync-refused__words">
        <strong>
          {kindName(aside.kind)} · {face === null ? '' : title(face)} {face?.day}
        </strong>
        <div className="sync-refused__reason">{reason}</div>
        <div>{advice}</div>
        {aside.reason.detail !== '' && <div className="sync-refused__detail">{t('refused.detail', { detail: aside.reason.detail })}</div>}
      </div>
      <div className="sync-buttons">
        {link !== null && (
          <Button type="primary" onClick={() => void navigate(link)}>
            {t('open')}
          </Button>
        )}
        <Button loading={aside.retry} onClick={() => void again()}>
          {t(aside.retry ? 'refused.trying' : 'refused.sendAgain')}
        </Button>
      </div>
    </article>
  );
}
