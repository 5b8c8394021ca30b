import { z } from 'zod';
import { create } from 'zustand';

const schema = z.object({
  language: z.enum(['zh-CN', 'en']).catch('zh-CN'),
  textSize: z.union([z.literal(100), z.literal(125), z.literal(150)]).catch(100),
  /** The navigation shows words beside its icons. */
  navOpen: z.boolean().catch(true),
});
type Values = z.infer<typeof schema>;

/** How this machine's screens look. Kept in the browser's own storage: nothing is lost where it is. */
export interface Preferences extends Values {
  set(changes: Partial<Values>): void;
}

const KEY = 'qiyou.preferences';

function read(): Values {
  try {
    return schema.parse(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return schema.parse({});
  }
}

function write(values: Values): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(values));
  } catch {
    // A full or forbidden storage keeps the choice for this window alone.
  }
}

export const usePreferences = create<Preferences>()((set, get) => ({
  ...read(),
  set(changes) {
    set(changes);
    const { language, textSize, navOpen } = get();
    write({ language, textSize, navOpen });
  },
}));
