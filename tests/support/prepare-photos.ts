import { createPhotoPreparer, type PrepareResult } from '../../renderer/data/photos/prepare/photo-preparer.ts';
import type { PrepareFailure, PreparedPhoto } from '../../renderer/data/photos/prepare/prepared-photo.ts';

/** Puts files through the pipeline; the results come in the order of the files. */
export async function prepareAll(files: readonly File[], edge?: number): Promise<readonly PrepareResult[]> {
  const results = await collect(createPhotoPreparer().prepare(files, edge === undefined ? {} : { edge }));
  return results.toSorted((one, other) => one.index - other.index);
}

/** Puts one file through that is a good photo. */
export async function preparedOf(file: File, edge?: number): Promise<PreparedPhoto> {
  const [result] = await prepareAll([file], edge);
  if (result?.ok !== true) throw new Error(`${file.name} was refused: ${result?.reason}`);
  return result;
}

/** Puts one file through that is none, and answers why. */
export async function refusalOf(file: File): Promise<PrepareFailure | 'none'> {
  const [result] = await prepareAll([file]);
  return result?.ok === false ? result.reason : 'none';
}

/** All that a run hands out. */
export async function collect<T>(run: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of run) all.push(one);
  return all;
}
