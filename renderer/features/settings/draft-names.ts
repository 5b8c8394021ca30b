/** What a draft's key (`kind:what`) says of the form that it belongs to, and where the form is. */
export interface DraftFace {
  readonly word: 'activity' | 'volunteer' | 'team' | 'hours' | 'site' | 'other';
  /** Where the form is opened; null where that is not known. */
  readonly to: string | null;
}

const isId = (text: string): boolean => /^[0-9a-f]{8}-/.test(text);

/** Forms name their drafts `activity:new`, `volunteer:<id>` and so on; a key of another form is shown without a way to it. */
export function draftFace(key: string): DraftFace {
  const [kind = '', what = ''] = key.split(':');
  if (/^activit/.test(kind)) return { word: 'activity', to: isId(what) ? `/activities/${what}` : '/activities/new' };
  if (/^volunteer/.test(kind)) return { word: 'volunteer', to: isId(what) ? `/volunteers/${what}` : '/volunteers?new=1' };
  if (/^team/.test(kind)) return { word: 'team', to: '/teams' };
  if (/^(serviceRecords|hours)/.test(kind)) return { word: 'hours', to: isId(what) ? `/hours?register=${what}` : '/hours?register' };
  if (/^site/.test(kind)) return { word: 'site', to: '/site' };
  return { word: 'other', to: null };
}
