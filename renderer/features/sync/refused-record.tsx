import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useData } from '../../data/hooks/data-context.ts';
import { useOnce } from '../../data/hooks/use-edit.ts';
import { toast } from '../../ui/feedback.tsx';
import type { AsideRow } from './aside-rows.ts';
import { mendLink } from './record-face.ts';
import { useGiveUp } from './use-give-up.ts';

/**
 * One refused record: what it is, why, what to do, and the buttons for it.
 * @param onPhoto opens a photo, which has no form of its own
 */
export function RefusedRecord({ row: { aside, face, kind, title, reason, advice }, onPhoto }: { readonly row: AsideRow; readonly onPhoto: (id: string, field: string) => void }) {
  const { t } = useTranslation('sync');
  const { sync } = useData();
  const navigate = useNavigate();
  const giveUp = useGiveUp();
  const { saving, once } = useOnce();
  const { code, field, detail } = aside.refusal;
  const again = async (): Promise<void> => {
    await sync.retry(aside.kind, aside.id);
    toast('info', t('refused.sentAgain'));
  };
  const link = mendLink(face, field);
  return (
    <article className="sync-refused__item" aria-label={title}>
      <div className="sync-refused__words">
        <strong>
          {kind} · {title} {face.day}
        </strong>
        <div className="sync-refused__reason">{reason}</div>
        <div>{advice}</div>
        {detail !== '' && <div className="sync-refused__detail">{t('refused.detail', { detail })}</div>}
      </div>
      <div className="sync-buttons">
        {link !== null && (
          <Button type="primary" onClick={() => (aside.kind === 'evidence' ? onPhoto(aside.id, field.split('.')[0] ?? '') : void navigate(link))}>
            {t(code === 'appendOnly' ? 'refused.correct' : 'refused.mend')}
          </Button>
        )}
        <Button disabled={saving} onClick={() => void once(again)}>
          {t('refused.sendAgain')}
        </Button>
        <Button disabled={saving} onClick={() => void once(() => giveUp([aside]))}>
          {t(aside.base === null ? 'refused.drop' : 'refused.giveUp')}
        </Button>
      </div>
    </article>
  );
}
