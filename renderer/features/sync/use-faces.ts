import { useEffect, useState } from 'react';
import { isKind } from '#shared/schema/validate.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { toRecord } from '../../data/replica/local-fields.ts';
import type { Replica } from '../../data/replica/open-replica.ts';
import { faceOf, type RecordFace } from './record-face.ts';

/** Names a record. */
export interface RecordRef {
  readonly kind: string;
  readonly id: string;
}

const keyOf = ({ kind, id }: RecordRef): string => `${kind}:${id}`;

/** The faces of records, in their order; null while they are read for the first time. */
export function useFaces(refs: readonly RecordRef[] | null): readonly RecordFace[] | null {
  const { replica } = useData();
  const key = refs === null ? null : refs.map(keyOf).join();
  const [state, setState] = useState<readonly RecordFace[] | null>(null);
  useEffect(() => {
    if (refs === null) return;
    let current = true;
    void loadFaces(replica, refs).then((faces) => {
      if (current) setState(faces);
    });
    return () => {
      current = false;
    };
    // `key` stands for the list, whose identity changes with every render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [replica, key]);
  return state;
}

/** The faces of records once, in their order. */
export async function loadFaces(replica: Replica, refs: readonly RecordRef[]): Promise<RecordFace[]> {
  const faces = new Map<string, RecordFace>();
  for (const kind of new Set(refs.map((ref) => ref.kind))) {
    if (!isKind(kind)) continue;
    const ids = refs.filter((ref) => ref.kind === kind).map((ref) => ref.id);
    const docs = await replica.collections[kind].findByIds(ids).exec();
    for (const [id, doc] of docs) faces.set(keyOf({ kind, id }), faceOf(kind, id, toRecord(doc.toJSON())));
  }
  return refs.map((ref) => faces.get(keyOf(ref)) ?? faceOf(ref.kind, ref.id, null));
}
