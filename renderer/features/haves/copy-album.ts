import type { Bridge, Output } from '#shared/bridge/contract.ts';
import type { ExportError, ExportWords, PdfBlock } from '#shared/bridge/exports.ts';
import { workbook } from '../../ui/xlsx/workbook.ts';
import type { AlbumLine } from './album-sheet.ts';

/** Photos under one heading of the copy. */
export interface CopyGroup {
  readonly title: string;
  readonly lines: readonly AlbumLine[];
}

export interface AlbumCopy {
  readonly form: 'folder' | 'pdf';
  /** Id of the place. */
  readonly place: string;
  /** Of the folder or the file. */
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly groups: readonly CopyGroup[];
  readonly words: ExportWords;
  /** The list that goes into the folder: its file's name, its head, and the cells of a line. */
  readonly list: { readonly name: string; readonly head: readonly string[]; readonly cells: (line: AlbumLine, path: string) => readonly (string | number)[] };
  /** What a photo is called below it and as a file. */
  readonly nameOf: (line: AlbumLine) => string;
}

/** How a copy ended. `left`: numbers of the photos that are not in it. */
export type CopyEnd =
  | { readonly status: 'done'; readonly id: string; readonly label: string; readonly left: readonly number[] }
  | { readonly status: 'stopped' }
  | { readonly status: 'failed'; readonly error: ExportError };

/** Photos that one block of a PDF holds: two rows. */
const IN_BLOCK = 4;

class CopyFailed extends Error {
  readonly reason: ExportError;

  constructor(reason: ExportError) {
    super(reason.kind);
    this.reason = reason;
  }
}

/** Copies an album, one photo after the other; leaves nothing where it is stopped or fails. Photos that are away are passed over and named. */
export async function copyAlbum(bridge: Bridge, copy: AlbumCopy, signal: AbortSignal, onProgress: (done: number) => void): Promise<CopyEnd> {
  const begun = await bridge.invoke('export.begin', { place: copy.place, form: copy.form, name: copy.name, words: copy.words });
  if (!begun.ok) return { status: 'failed', error: begun.error };
  const { id } = begun.value;
  try {
    const left = copy.form === 'pdf' ? await pages(bridge, id, copy, signal, onProgress) : await files(bridge, id, copy, signal, onProgress);
    if (signal.aborted) {
      await bridge.invoke('export.drop', { id });
      return { status: 'stopped' };
    }
    const { label } = taken(await bridge.invoke('export.finish', { id }));
    return { status: 'done', id, label, left };
  } catch (error) {
    await bridge.invoke('export.drop', { id }).catch(() => null);
    return { status: 'failed', error: error instanceof CopyFailed ? error.reason : { kind: 'failed', detail: String(error).slice(0, 1_000) } };
  }
}

async function pages(bridge: Bridge, id: string, { title, subtitle, facts, groups, nameOf }: AlbumCopy, signal: AbortSignal, onProgress: (done: number) => void): Promise<readonly number[]> {
  const left: number[] = [];
  let done = 0;
  const add = async (block: PdfBlock): Promise<Output<'export.block'>> => bridge.invoke('export.block', { id, block });
  taken(await add({ type: 'cover', title, subtitle, facts: [...facts] }));
  for (const group of groups) {
    taken(await add({ type: 'heading', text: group.title, note: '' }));
    for (let from = 0; from < group.lines.length && !signal.aborted; from += IN_BLOCK) {
      const lines = group.lines.slice(from, from + IN_BLOCK);
      const photos = lines.map((line) => ({ source: { photo: line.photo.hash }, width: line.photo.width, height: line.photo.height, lines: [`${line.number}. ${nameOf(line)}`, line.photo.occurredOn] }));
      const { left: missing } = taken(await add({ type: 'photos', photos }));
      left.push(...missing.map(({ index }) => lines[index]?.number ?? 0));
      done += lines.length;
      onProgress(done);
    }
  }
  return left;
}

async function files(bridge: Bridge, id: string, { groups, list, nameOf }: AlbumCopy, signal: AbortSignal, onProgress: (done: number) => void): Promise<readonly number[]> {
  const left: number[] = [];
  const body: (readonly (string | number)[])[] = [];
  for (const group of groups) {
    for (const line of group.lines) {
      if (signal.aborted) return left;
      const path = [group.title, `${line.photo.occurredOn} ${nameOf(line)} ${String(line.number).padStart(3, '0')}.jpg`];
      const added = await bridge.invoke('export.file', { id, path, source: { photo: line.photo.hash } });
      const isAway = !added.ok && added.error.kind === 'photoAway';
      if (isAway) left.push(line.number);
      else taken(added);
      body.push(list.cells(line, isAway ? '' : path.join('/')));
      onProgress(body.length);
    }
  }
  const sheet = await workbook({ name: list.name, head: list.head, body, widths: list.head.map(() => 20) });
  taken(await bridge.invoke('export.file', { id, path: [`${list.name}.xlsx`], source: { bytes: new Uint8Array(await sheet.arrayBuffer()) } }));
  return left;
}

/** @throws CopyFailed where the host could not */
function taken<T>(answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ExportError }): T {
  if (!answer.ok) throw new CopyFailed(answer.error);
  return answer.value;
}
