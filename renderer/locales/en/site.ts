import type { site as chinese } from '../zh-CN/site.ts';

export const site = {
  title: 'Site profile',
  subtitle: 'Fill it in once; certificates, ledgers and the seven haves use it.',
  waitingTitle: 'The site profile has not arrived yet',
  waitingHint: 'The county center makes it; it appears by itself after the first connection.',
  sections: { people: 'Head and staff', place: 'Premises', count: 'Residents', more: 'More' },
  field: {
    name: 'Name', type: 'Type', address: 'Address', head: 'Head of the station', headTitle: 'Position', phone: 'Phone', staff: 'Staff', openingHours: 'Opening hours',
    capacity: 'The room holds (people)', area: 'Area (square metres)', residents: 'Residents', lat: 'Latitude', lng: 'Longitude', note: 'Note', removed: 'Removed',
  },
  hint: {
    head: 'The seven haves ask for the village’s party secretary as head.',
    headTitle: 'For example: secretary of the village party branch',
    staff: 'Press Enter after each name. At least one person is needed.',
    openingHours: 'For example: Monday to Friday 8:30–17:00. Post it at the door too, and take a photo.',
    openingHoursMissing: 'The seven haves ask for posted opening hours; none are given here.',
    capacity: 'The seven haves ask for a room for {{least}} people or more.',
    capacityLow: 'Fewer than {{least}} now: short of what the seven haves ask.',
    coordinates: 'May be left empty. A long press on the station in a phone’s map shows them.',
    residents: 'Used for the share of registered volunteers.',
  },
  haves: 'Seven-haves photos',
  save: 'Save (Ctrl+S)',
  saved: 'Saved on this computer',
  unsaved: 'There are unsaved changes',
  nothingChanged: 'There is nothing to save',
  name: '{{name}} ({{code}})',
  lastChange: 'Last changed by {{person}}, {{when}}',
  someone: 'someone',
  types: {
    city: 'City', center: 'County center', institute: 'Town institute', station: 'Village station', coBuilt: 'Co-built place', point: 'Practice point', base: 'Practice base', square: 'Practice square', library: 'Village library', greenway: 'Practice greenway',
  },
  /** What people write between names. */
  separators: '、，,; ',
  none: '(empty)',
} satisfies typeof chinese;
