import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useCustody } from '../../data/hooks/use-custody.ts';
import { useRecord } from '../../data/hooks/use-records.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { toast } from '../../ui/feedback.tsx';
import { Field } from '../../ui/form-fields.tsx';
import { useFieldInSight } from '../../ui/use-field-in-sight.ts';
import { PhotoViewer } from '../photos/index.ts';
import { RefusalNote } from './refusal-note.tsx';

export interface RefusedPhotoProps {
  /** Id of the evidence record. */
  readonly id: string;
  /** The field at fault, or ''. */
  readonly field: string;
  readonly onClose: () => void;
}

/** A photo whose record the center refused (rule P2): the photo itself, what is known of it, why, and the means to mend it. */
export function RefusedPhoto({ id, field, onClose }: RefusedPhotoProps) {
  const { value } = useRecord('evidence', id);
  const photos = useMemo(() => (value === null || value === 'gone' ? [] : [value]), [value]);
  useFieldInSight(field);
  // Where it is gone the viewer closes by itself.
  if (value === null) return null;
  return <PhotoViewer photos={photos} openId={id} onClose={onClose} note={<MendNote id={id} field={field} photo={photos[0] ?? null} />} />;
}

function MendNote({ id, field, photo }: { readonly id: string; readonly field: string; readonly photo: Evidence | null }) {
  const { t } = useTranslation('sync');
  const custody = useCustody('evidence', [id])?.get(id);
  return (
    <>
      <RefusalNote kind="evidence" id={id} />
      {custody?.state === 'refused' && custody.reason.detail !== '' && <div className="sync-refused__detail">{t('refused.detail', { detail: custody.reason.detail })}</div>}
      {field === 'occurredOn' && photo !== null && <MendDay photo={photo} />}
    </>
  );
}

/** The day that a photo counts for is nowhere else to be changed: a wrong one comes from the camera. */
function MendDay({ photo }: { readonly photo: Evidence }) {
  const { t } = useTranslation('sync');
  const { writer } = useData();
  const [saving, setSaving] = useState(false);
  const save = async (occurredOn: string): Promise<void> => {
    if (occurredOn === '' || saving) return;
    setSaving(true);
    const saved = await writer.update('evidence', photo.id, { occurredOn });
    setSaving(false);
    toast(saved.ok ? 'success' : 'error', t(saved.ok ? 'refused.photoSaved' : 'refused.photoNotSaved'));
  };
  return (
    <Field label={t('field.occurredOn')} field="occurredOn">
      <DayInput value={photo.occurredOn} onChange={(day) => void save(day)} />
    </Field>
  );
}
