import type { Evidence } from '#shared/domain/evidence.ts';

/** Photos under one heading. */
export interface AlbumGroup {
  readonly key: string;
  readonly title: string;
  readonly photos: readonly Evidence[];
}

/** One line of the album. */
export type AlbumRow = { readonly type: 'head'; readonly key: string; readonly title: string; readonly count: number } | { readonly type: 'photos'; readonly key: string; readonly photos: readonly Evidence[] };

/** A picture that proves several things is shown once. */
export function oncePerPicture(photos: readonly Evidence[]): readonly Evidence[] {
  const seen = new Set<string>();
  return photos.filter(({ hash }) => !seen.has(hash) && seen.add(hash));
}

/** Puts photos under their headings, in the order in which the headings first come up. */
export function groupPhotos(photos: readonly Evidence[], keyOf: (photo: Evidence) => string, titleOf: (key: string) => string): readonly AlbumGroup[] {
  const groups = Map.groupBy(photos, keyOf);
  return [...groups].map(([key, own]) => ({ key, title: titleOf(key), photos: own }));
}

/** The album's lines: each heading, then its photos, `perRow` to a line. */
export function rowsOf(groups: readonly AlbumGroup[], perRow: number): readonly AlbumRow[] {
  return groups.flatMap(({ key, title, photos }): AlbumRow[] => {
    const lines = Array.from({ length: Math.ceil(photos.length / perRow) }, (_, line) => photos.slice(line * perRow, (line + 1) * perRow));
    return [{ type: 'head', key, title, count: photos.length }, ...lines.map((own, line): AlbumRow => ({ type: 'photos', key: `${key}:${line}`, photos: own }))];
  });
}
