import { useCallback } from 'react';
import { useStore } from 'zustand';
import { useData, type Data } from '../../data/hooks/data-context.ts';
import { createPhotoPreparer } from '../../data/photos/prepare/photo-preparer.ts';
import type { ImportJob } from './import-job.ts';
import { ImportQueue } from './import-queue.ts';

const shared = new WeakMap<Data['photos'], ImportQueue>();

function queueOf(data: Data): ImportQueue {
  const known = shared.get(data.photos);
  if (known !== undefined) return known;
  const made = new ImportQueue(data, createPhotoPreparer());
  shared.set(data.photos, made);
  return made;
}

/** The imports of the open replica, live, and what can be done with them. */
export function useImports(): { readonly jobs: readonly ImportJob[]; readonly queue: ImportQueue } {
  const queue = queueOf(useData());
  return { jobs: useStore(queue.jobs), queue };
}

/** How to begin an import; see {@link ImportQueue.start}. */
export function useStartImport(): ImportQueue['start'] {
  const queue = queueOf(useData());
  return useCallback((files, purpose, onDone) => queue.start(files, purpose, onDone), [queue]);
}
