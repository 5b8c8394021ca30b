import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { useEdit, useOnce } from '../../data/hooks/use-edit.ts';
import { toast } from '../../ui/feedback.tsx';
import { emptyVolunteer, sameIdHash } from './new-people.ts';
import { useAskDuplicate } from './use-ask-duplicate.ts';

export type VolunteerEdit = ReturnType<typeof useVolunteerEdit>;

/**
 * A volunteer being edited, with the ID number apart: the number goes to the host, which keeps it, and only the mask and
 * the hash that it answers go into the record.
 * @param id the volunteer's id, or null for a new one
 */
export function useVolunteerEdit(id: string | null, onCreated: (id: string) => void) {
  const { t } = useTranslation(['people', 'common']);
  const { bridge, replica, clock } = useData();
  const ask = useAskDuplicate();
  const edit = useEdit('volunteers', id, emptyVolunteer(clock.today()));
  const [typed, setTyped] = useState<string | null>(null);
  const [idError, setIdError] = useState<string | undefined>(undefined);
  const { saving, once } = useOnce();

  const keepNumber = async (): Promise<{ readonly idMasked: string; readonly idHash: string } | null> => {
    try {
      const { masked, hash } = await bridge.invoke('identity.keep', { volunteer: edit.id, number: typed ?? '' });
      const same = await sameIdHash(replica, hash, edit.id);
      if (same !== null) toast('warning', t('duplicate.sameId', { name: same.name }));
      return { idMasked: masked, idHash: hash };
    } catch {
      setIdError(t('id.failed'));
      return null;
    }
  };
  const saveOnce = async (): Promise<void> => {
    const name = edit.values?.name.trim() ?? '';
    if (name === '') return edit.refuse([{ path: 'name', code: 'too_small' }]);
    if (id === null && !(await ask(name, edit.values?.phone.trim() ?? ''))) return;
    const kept = typed === null ? {} : await keepNumber();
    if (kept === null) return;
    const saved = await edit.save({ ...kept, name });
    if (saved === null) return;
    if (!saved.ok) return toast('error', t(saved.storage === null ? 'common:states.notSaved' : 'common:states.storageFull'));
    setTyped(null);
    setIdError(undefined);
    toast('success', t('saved'));
    if (id === null) onCreated(saved.record.id);
  };
  return {
    edit,
    typed,
    setTyped: (number: string | null) => {
      setTyped(number);
      setIdError(undefined);
    },
    idError,
    dirty: edit.dirty || typed !== null,
    saving: saving || edit.saving,
    save: () => void once(saveOnce),
    discard: () => {
      edit.discard();
      setTyped(null);
    },
  };
}
