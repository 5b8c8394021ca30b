import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useEdit } from '../../data/hooks/use-edit.ts';
import { toast } from '../../ui/feedback.tsx';
import { Field } from '../../ui/form-fields.tsx';
import { problemAt } from '../../ui/problems.ts';

const LONGEST = 500;

/** The photo's caption; what is typed survives the viewer's closing and is saved by Enter, Ctrl+S or the button. */
export function ViewerCaption({ record }: { readonly record: Evidence }) {
  const { t } = useTranslation('photos');
  const edit = useEdit('evidence', record.id, record);
  const save = async (): Promise<void> => {
    const saved = await edit.save();
    if (saved === null) return;
    if (saved.ok) toast('success', t('viewer.captionSaved'));
    else if (saved.problems.length === 0) toast('error', t('viewer.notSaved'));
  };
  return (
    <form
      className="qy-viewer__caption"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label={t('viewer.caption')} field="caption" error={problemAt(edit.problems, 'caption', t)}>
        <Input.TextArea
          value={edit.values?.caption ?? ''}
          placeholder={t('viewer.captionPlaceholder')}
          maxLength={LONGEST}
          autoSize={{ minRows: 2, maxRows: 6 }}
          onChange={(event) => edit.change({ caption: event.target.value.replaceAll('\n', ' ') })}
          onKeyDown={(event) => {
            const wanted = event.key === 'Enter' || (event.key.toLowerCase() === 's' && (event.ctrlKey || event.metaKey));
            if (!wanted || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void save();
          }}
        />
      </Field>
      {edit.dirty && (
        <Button type="primary" htmlType="submit" loading={edit.saving}>
          {t('viewer.captionSave')}
        </Button>
      )}
    </form>
  );
}
