import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Replica } from '../../data/replica/open-replica.ts';
import type { Refusal } from '#shared/protocol/exchange.ts';
import { setAsideOf } from '../../data/hooks/use-custody.ts';
import type { StoredPhoto } from '../../data/local/local-db.ts';
import type { Column } from '../../ui/data-table.tsx';
import { useFaceTitle, useKindName } from './face-columns.tsx';
import { usePhotoWords } from './photo-words.ts';
import type { RecordFace } from './record-face.ts';
import { useRefusalWords } from './refusal-words.ts';
import { loadFaces } from './use-faces.ts';

/** One thing that is not at the center yet: a record, a refused record, or a photo's bytes. */
export interface WaitingThing {
  readonly face: RecordFace;
  readonly refusal: Refusal | null;
  readonly photo: StoredPhoto | null;
}

/** All that is not at the center yet: what waits, what was refused, and photos' bytes. */
export async function loadWaiting(replica: Replica): Promise<WaitingThing[]> {
  const { local } = replica;
  const [waiting, asides, photos] = await Promise.all([
    local.pendings.where('aside').equals(0).toArray(),
    setAsideOf(local),
    local.photos.where('state').anyOf('waiting', 'failed').toArray(),
  ]);
  const refs = [...waiting, ...asides, ...photos.map(({ evidence }) => ({ kind: 'evidence', id: evidence }))];
  const faces = await loadFaces(replica, refs);
  return faces.map((face, index) => ({
    face,
    refusal: asides[index - waiting.length]?.refusal ?? null,
    photo: photos[index - waiting.length - asides.length] ?? null,
  }));
}

/** The sheet of {@link loadWaiting}. */
export function useWaitingColumns(): readonly Column<WaitingThing>[] {
  const { t } = useTranslation('sync');
  const kindName = useKindName();
  const faceTitle = useFaceTitle();
  const refusal = useRefusalWords();
  const photo = usePhotoWords();
  return useMemo(() => {
    const column = (key: 'kind' | 'title' | 'day' | 'state' | 'reason' | 'advice', text: (thing: WaitingThing) => string): Column<WaitingThing> => ({ key, title: t(`columns.${key}`), render: text, text });
    return [
      column('kind', (thing) => (thing.photo === null ? kindName(thing.face.kind) : t(`photos.part.${thing.photo.part}`))),
      column('title', (thing) => faceTitle(thing.face)),
      column('day', (thing) => thing.face.day),
      column('state', (thing) => (thing.refusal !== null ? t('tabs.refused') : t(`photos.state.${thing.photo?.state ?? 'waiting'}`))),
      column('reason', (thing) => (thing.refusal !== null ? refusal(thing.refusal).reason : thing.photo === null ? '' : photo(thing.photo).reason)),
      column('advice', (thing) => (thing.refusal !== null ? refusal(thing.refusal).advice : thing.photo === null ? '' : photo(thing.photo).advice)),
    ];
    // The other functions follow `t`.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [t, photo]);
}
