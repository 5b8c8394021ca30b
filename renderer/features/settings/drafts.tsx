import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useData } from '../../data/hooks/data-context.ts';
import { useLive } from '../../data/hooks/use-live.ts';
import { dropDraft, keepDraft } from '../../data/local/drafts.ts';
import type { Draft } from '../../data/local/local-db.ts';
import { undoToast } from '../../ui/feedback.tsx';
import { Section } from '../../ui/page.tsx';
import { draftFace } from './draft-names.ts';

/** Forms that were begun and not saved. */
export function Drafts() {
  const { t } = useTranslation(['settings', 'common']);
  const { replica } = useData();
  const navigate = useNavigate();
  const drafts = useLive((local) => local.drafts.toArray(), 'drafts');
  const remove = (draft: Draft): void => {
    dropDraft(replica.local, draft.key);
    undoToast(t('settings:drafts.removed'), () => keepDraft(replica.local, draft));
  };
  return (
    <Section title={t('settings:drafts.title')}>
      {drafts?.length === 0 && <p className="qy-settings-note">{t('settings:drafts.none')}</p>}
      <ul className="qy-settings-lines">
        {(drafts ?? []).map((draft) => {
          const { word, to } = draftFace(draft.key);
          return (
            <li key={draft.key} className="qy-settings-line">
              <span className="qy-settings-line__text">{t(`settings:drafts.of.${word}`)}</span>
              {to !== null && <Button onClick={() => void navigate(to)}>{t('settings:drafts.goOn')}</Button>}
              <Button type="text" onClick={() => remove(draft)}>
                {t('common:actions.remove')}
              </Button>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
