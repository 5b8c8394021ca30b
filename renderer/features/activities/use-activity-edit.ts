import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { missingForReport, type ActivityStatus } from '#shared/domain/activity.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useEdit, type Edit } from '../../data/hooks/use-edit.ts';
import type { Fields } from '../../data/records/record-writer.ts';
import { toast, useConfirm } from '../../ui/feedback.tsx';
import { firstStatus } from './activity-fields.ts';
import { focusField } from './focus-field.ts';

export interface ActivityEdit {
  readonly edit: Edit<'activities'>;
  /** Fields that a report still needs. */
  readonly missing: readonly string[];
  /** A report was refused for them. */
  readonly refused: boolean;
  readonly save: () => void;
  /** Takes the activity on (or back), with whatever was typed. */
  readonly move: (to: ActivityStatus) => void;
}

/**
 * An activity being edited, and its way from plan to report.
 * @param id the activity's id, or null for a new one
 */
export function useActivityEdit(id: string | null, initial: Fields<'activities'>, draft: string, onCreated: (id: string) => void): ActivityEdit {
  const { t } = useTranslation(['activities', 'common']);
  const { clock } = useData();
  const confirm = useConfirm();
  const edit = useEdit('activities', id, initial, draft);
  const [refused, setRefused] = useState(false);
  const missing = edit.values === null ? [] : missingForReport(trimmed(edit.values));

  const saveWith = async (more: Partial<Fields<'activities'>>, done: string): Promise<void> => {
    if (edit.values === null) return;
    const title = edit.values.title.trim();
    if (title === '') {
      edit.refuse([{ path: 'title', code: 'too_small' }]);
      return focusField('title');
    }
    const saved = await edit.save({ title, ...more });
    if (saved === null) return;
    if (!saved.ok) return toast('error', t(saved.storage === null ? 'common:states.notSaved' : 'common:states.storageFull'));
    toast('success', done);
    setRefused(false);
    if (id === null) onCreated(saved.record.id);
  };
  const move = async (to: ActivityStatus): Promise<void> => {
    if (to === 'reported' && missing.length > 0) {
      setRefused(true);
      edit.refuse(missing.map((path) => ({ path, code: 'too_small' })));
      return focusField(missing[0] ?? '');
    }
    if (to === 'cancelled' && !(await confirm({ title: t('cancelTitle'), content: t('cancelHint'), okText: t('steps.cancel'), danger: true }))) return;
    await saveWith({ status: to }, t(`steps.done.${to}`));
  };
  return {
    edit,
    missing,
    refused,
    save: () => void saveWith(id === null && edit.values !== null ? { status: firstStatus(edit.values.occurredOn, clock.today()) } : {}, t('saved')),
    move: (to) => void move(to),
  };
}

/** Blanks are no content. */
function trimmed(values: Fields<'activities'>): Fields<'activities'> {
  return { ...values, place: values.place.trim(), inCharge: values.inCharge.trim(), content: values.content.trim() };
}
