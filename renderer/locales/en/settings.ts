import type { settings as zh } from '../zh-CN/settings.ts';

/** Settings of this machine. */
export const settings: typeof zh = {
  title: 'Settings',
  people: {
    title: 'People at this computer',
    now: 'At the keyboard',
    sit: 'Change to this person',
    forget: 'Take {{name}} off the list',
    forgotten: '{{name}} was taken off the list',
    placeholder: 'Name of another person',
    note: 'Every record says who entered it. Taking a name off the list changes nothing that the person entered.',
  },
  looks: {
    title: 'Display',
    language: 'Language',
    languages: { 'zh-CN': '中文', en: 'English' },
    size: 'Text size',
    sizes: { s100: 'Normal', s125: 'Large', s150: 'Largest' },
  },
  machine: {
    title: 'Station and computer',
    site: 'Station',
    siteCode: '{{name}} ({{code}})',
    above: 'Belongs to',
    role: 'Role',
    device: 'This computer',
    center: 'County center',
    centerAt: '{{name}} ({{address}})',
    version: 'Version',
    shell: { electron: '{{version}} (desktop)', browser: '{{version}} (browser)' },
  },
  keys: {
    title: 'The credential lies in a plain file',
    plain: 'This computer has no system keyring, so the credential is guarded by file rights alone. Put a password on the account and do not lend the computer; if it is lost, tell the county center at once to stop it.',
  },
  drafts: {
    title: 'Begun and not saved',
    none: 'Nothing. What you began to fill in is kept here, even when the computer is switched off.',
    removed: 'Removed what was begun',
    goOn: 'Go on',
    of: { activities: 'Activity', volunteers: 'Volunteer', teams: 'Team', serviceRecords: 'Service hours', sites: 'Station profile', other: 'Another form' },
  },
  bin: {
    title: 'Recycle bin',
    kinds: { activities: 'Activities', volunteers: 'Volunteers', teams: 'Teams', evidence: 'Photos' },
    photo: 'Photo',
    day: 'Day',
    who: 'Removed by',
    when: 'Removed on',
    restored: 'Restored',
    notRestored: 'It could not be restored, please try again',
    empty: 'The bin is empty',
    hint: 'What you remove is kept here; “Restore” brings it back.',
  },
};
