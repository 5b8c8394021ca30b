import type { SpecialGroup } from '#shared/domain/activity.ts';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import type { Diary } from './diary.ts';
import { instantAt } from './diary.ts';
import type { Dice } from './dice.ts';
import type { Happening } from './make-activities.ts';
import type { People } from './make-people.ts';
import { dayAfter } from './words/calendar.ts';
import { CORRECTION_REASONS } from './words/ideas.ts';

const GROUP_NAMES: Readonly<Record<SpecialGroup, string>> = { emptyNest: '空巢老人', leftBehind: '留守儿童', disabled: '残疾人', hardship: '困难群众' };

/** One record in so many was entered wrongly and corrected afterwards. */
const WRONG = 0.015;

/** The hours of everyone who served at the activities that took place, with some corrections. */
export function makeServices(happenings: readonly Happening[], people: People, diary: Diary, dice: Dice, today: string): ServiceRecord[] {
  return happenings.flatMap(({ activity }) => {
    if (activity.status === 'planned' || activity.status === 'cancelled') return [];
    const present = people.volunteers.filter((volunteer) => volunteer.joinedOn <= activity.occurredOn);
    const ofTeam = present.filter((volunteer) => volunteer.teams.some((id) => activity.teams.includes(id)));
    const count = Math.min(dice.int(8, 20), activity.attendance);
    const chosen = new Set([...dice.some(ofTeam, Math.ceil(count * 0.7)), ...dice.some(present, present.length)].slice(0, count * 2));
    const enteredAt = activity.updatedAt > instantAt(activity.occurredOn, '17:00') ? activity.updatedAt : instantAt(activity.occurredOn, '17:00');
    return [...chosen].slice(0, count).flatMap((volunteer) => {
      const minutes = dice.chance(0.14) ? Math.max(30, activity.minutes - 30) : activity.minutes;
      const wrong = dice.chance(WRONG) && dayAfter(activity.occurredOn, 5) < today;
      const content = {
        volunteer: volunteer.id,
        name: volunteer.name,
        activity: activity.id,
        occurredOn: activity.occurredOn,
        place: activity.place,
        beneficiary: activity.served.length === 0 ? '全体村民' : activity.served.map((group) => GROUP_NAMES[group]).join('、'),
        content: activity.title,
        quality: dice.chance(0.3) ? '优秀' : '良好',
        inCharge: activity.inCharge,
        recorder: activity.by.person,
      };
      const entered: ServiceRecord = { ...diary.entry(activity.by.person, enteredAt), ...content, minutes: wrong ? minutes + 60 : minutes, corrects: '', reason: '' };
      if (!wrong) return [entered];
      const correctedAt = instantAt(dayAfter(enteredAt.slice(0, 10), 1), '10:30');
      return [entered, { ...diary.entry(people.staff[0], correctedAt), ...content, minutes, corrects: entered.id, reason: dice.pick(CORRECTION_REASONS) }];
    });
  });
}
