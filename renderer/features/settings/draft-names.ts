/** What a draft's key (`kind:what`) says of the form that it belongs to, and where the form is. */
export interface DraftFace {
  readonly word: 'activities' | 'volunteers' | 'teams' | 'serviceRecords' | 'sites' | 'other';
  /** Where the form is opened; null where that is not known. */
  readonly to: string | null;
}

const isId = (text: string): boolean => /^[0-9a-f]{8}-/.test(text);

const PLACES: Readonly<Record<Exclude<DraftFace['word'], 'other'>, (what: string) => string>> = {
  activities: (what) => (isId(what) ? `/activities/${what}` : '/activities/new'),
  volunteers: (what) => (isId(what) ? `/volunteers/${what}` : '/volunteers'),
  teams: (what) => (isId(what) ? `/teams?team=${what}` : '/teams'),
  serviceRecords: (what) => `/hours?register=${isId(what) ? what : ''}`,
  sites: () => '/site',
};

/** Forms name their drafts by their kind, `activities:new` or `volunteers:<id>`; a key of another form is shown without a way to it. */
export function draftFace(key: string): DraftFace {
  const [kind = '', what = ''] = key.split(':');
  const word = Object.hasOwn(PLACES, kind) ? (kind as keyof typeof PLACES) : null;
  return word === null ? { word: 'other', to: null } : { word, to: PLACES[word](what) };
}
