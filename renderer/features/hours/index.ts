export { ActivityHours } from './activity-hours.tsx';
export { DurationInput } from './duration-input.tsx';
export { HoursPage } from './hours-page.tsx';
export { usePeriodTotal } from './use-period-total.ts';
export { ActivityTotal, VolunteerStars, VolunteerTotal } from './totals-in-cells.tsx';
export { readMinutesOfAll, readMinutesOfActivities } from './service-totals.ts';
export { VolunteerHours } from './volunteer-hours.tsx';
export { VolunteerPicker } from './volunteer-picker.tsx';
