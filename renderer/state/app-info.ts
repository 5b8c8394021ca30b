import { create } from 'zustand';
import type { Output } from '#shared/bridge/contract.ts';

/** What the host says of itself; null before it did. */
export const useAppInfo = create<{ readonly info: Output<'app.info'> | null }>()(() => ({ info: null }));
