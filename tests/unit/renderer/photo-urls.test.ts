import { describe, expect, it, vi } from 'vitest';
import type { Bridge } from '#shared/bridge/contract.ts';
import { createPhotoUrls } from '../../../renderer/features/photos/photo-urls.ts';

const hashOf = (letter: string): string => letter.repeat(64);
const nothing = (): void => undefined;

/** A host that reads photos of `size` bytes when it is let, and knows none of `missing`. */
function host(size = 10) {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const missing = new Set<string>();
  const listeners = new Set<(connection: { readonly state: string }) => void>();
  const bridge = {
    invoke: (_channel: string, { hash }: { readonly hash: string }) => {
      asked.push(hash);
      return new Promise((resolve) => waiting.push(() => resolve({ bytes: missing.has(hash) ? null : new Uint8Array(size), from: 'vault' })));
    },
    on: (_event: string, listener: (connection: { readonly state: string }) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Bridge;
  return {
    bridge,
    asked,
    missing,
    listeners,
    goOnline: () => listeners.forEach((listener) => listener({ state: 'online' })),
    answer: async (): Promise<void> => {
      for (const resolve of waiting.splice(0)) resolve();
      await vi.waitFor(() => expect(waiting).toHaveLength(0));
    },
  };
}

describe('photos as addresses', () => {
  it('are read once however many show them', async () => {
    const { bridge, asked, answer } = host();
    const urls = createPhotoUrls(bridge);
    urls.watch(hashOf('a'), nothing);
    urls.watch(hashOf('a'), nothing);
    await answer();
    await vi.waitFor(() => expect(urls.stateOf(hashOf('a')).status).toBe('ready'));
    expect(asked).toEqual([hashOf('a')]);
  });

  it('are read a few at a time, and what is no longer wanted is not read at all', async () => {
    const { bridge, asked, answer } = host();
    const urls = createPhotoUrls(bridge, { readers: 2 });
    const stops = ['a', 'b', 'c', 'd'].map((letter) => urls.watch(hashOf(letter), nothing));
    expect(asked).toEqual([hashOf('a'), hashOf('b')]);
    stops[2]?.();
    await answer();
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    expect(asked[2]).toBe(hashOf('d'));
  });

  it('let go of the oldest that nothing shows, and never of one on the screen', async () => {
    const { bridge, answer } = host(10);
    const revoke = vi.spyOn(URL, 'revokeObjectURL');
    const urls = createPhotoUrls(bridge, { idleBytes: 25, readers: 9 });
    const stops = ['a', 'b', 'c', 'd'].map((letter) => urls.watch(hashOf(letter), nothing));
    await answer();
    await vi.waitFor(() => expect(urls.stateOf(hashOf('d')).status).toBe('ready'));
    stops[0]?.();
    stops[1]?.();
    expect(revoke).not.toHaveBeenCalled();
    stops[2]?.();
    expect(revoke).toHaveBeenCalledTimes(1);
    expect(['a', 'b', 'c', 'd'].map((letter) => urls.stateOf(hashOf(letter)).status)).toEqual(['loading', 'ready', 'ready', 'ready']);
  });

  it('that are nowhere are looked for again when the center comes into reach', async () => {
    const { bridge, answer, missing, goOnline, listeners } = host();
    missing.add(hashOf('a'));
    const urls = createPhotoUrls(bridge);
    const stop = urls.watch(hashOf('a'), nothing);
    await answer();
    await vi.waitFor(() => expect(urls.stateOf(hashOf('a')).status).toBe('away'));
    missing.clear();
    goOnline();
    await answer();
    await vi.waitFor(() => expect(urls.stateOf(hashOf('a')).status).toBe('ready'));
    stop();
    expect(listeners.size).toBe(0);
  });
});
