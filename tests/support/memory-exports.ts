import type { Channel, Handlers } from '#shared/bridge/contract.ts';

type ExportHandlers = Pick<Handlers, Extract<Channel, 'places.list' | `export.${string}`>>;

/** Exports that are written nowhere, one place to put them: answers as the host's where nothing stands in the way. */
export function memoryExports(): ExportHandlers {
  const running = new Map<string, { readonly name: string; files: number }>();
  const unknown = { ok: false as const, error: { kind: 'unknown' as const } };
  return {
    'places.list': () => Promise.resolve({ places: [{ id: 'documents', kind: 'documents', label: '文档', freeBytes: 1e12 }] }),
    'export.begin': async ({ name }) => {
      const id = `export-${running.size + 1}`;
      running.set(id, { name, files: 0 });
      return { ok: true, value: { id } };
    },
    'export.file': async ({ id }) => {
      const found = running.get(id);
      if (found === undefined) return unknown;
      found.files += 1;
      return { ok: true, value: null };
    },
    'export.block': async ({ id }) => (running.has(id) ? { ok: true, value: { left: [] } } : unknown),
    'export.finish': async ({ id }) => {
      const found = running.get(id);
      return found === undefined ? unknown : { ok: true, value: { label: `文档 / ${found.name}`, bytes: 1, files: found.files, pages: 1 } };
    },
    'export.drop': () => Promise.resolve(null),
    'export.show': ({ id }) => Promise.resolve({ shown: running.has(id) }),
  };
}
