import type { Evidence } from './evidence.ts';
import type { RecordBase } from './record.ts';

/** The seven haves (七有): 场所 place, 队伍 team, 活动 activities, 项目 projects, 机制 mechanisms, 标识 signs, 旗帜 flags. */
export const HAVES = ['place', 'team', 'activities', 'projects', 'mechanisms', 'signs', 'flags'] as const;
export type Have = (typeof HAVES)[number];

/** One checkable item of a have. */
export interface StandardItem {
  /** Key that evidence names; unique in the standard. */
  readonly key: string;
  readonly have: Have;
  /** What is asked for, in the words of the standard. */
  readonly text: string;
  /** Photos needed. */
  readonly photos: number;
  /** A photo counts for this many days from its day; 0 means for ever. */
  readonly withinDays: number;
  readonly points: number;
}

/** A standard: a versioned document, issued by a county or city and addressed down to a code prefix. */
export interface Standard extends RecordBase {
  readonly title: string;
  readonly version: string;
  readonly items: readonly StandardItem[];
  readonly adoptedOn: string;
  /** Code prefix that it is addressed down to. */
  readonly to: string;
}

const item = (key: string, have: Have, text: string, photos: number, withinDays: number, points: number): StandardItem => ({
  key,
  have,
  text,
  photos,
  withinDays,
  points,
});

/** The standard that ships with the program, for counties that have issued none. Items are the typical ones of DOMAIN, "七有". */
export const DEFAULT_STANDARD: Pick<Standard, 'title' | 'version' | 'items'> = {
  title: '新时代文明实践站“七有”标准（默认）',
  version: '2026.1',
  items: [
    item('place.room', 'place', '有可容纳 20 人以上的固定活动室', 2, 0, 8),
    item('place.hours', 'place', '门口公示开放时间', 1, 365, 4),
    item('place.library', 'place', '有农家书屋或阅读角', 1, 0, 4),
    item('team.head', 'team', '村（社区）党组织书记任站长，公示站长与工作人员', 1, 365, 6),
    item('team.roster', 'team', '有志愿服务队及队员名册', 1, 365, 6),
    item('activities.month', 'activities', '每月开展活动并留存照片', 3, 31, 12),
    item('activities.theory', 'activities', '每季度开展理论宣讲', 1, 92, 6),
    item('activities.festival', 'activities', '开展“我们的节日”主题活动', 1, 184, 6),
    item('projects.own', 'projects', '有本站特色志愿服务项目', 2, 365, 10),
    item('mechanisms.rules', 'mechanisms', '工作制度、志愿者管理制度上墙', 1, 0, 6),
    item('mechanisms.plan', 'mechanisms', '年度工作计划上墙', 1, 365, 6),
    item('mechanisms.orders', 'mechanisms', '“五单”服务流程公示', 1, 365, 4),
    item('signs.door', 'signs', '门口悬挂统一规范的站牌', 1, 0, 8),
    item('signs.logo', 'signs', '室内使用统一标识', 1, 0, 4),
    item('flags.team', 'flags', '展示志愿服务队旗帜', 1, 0, 5),
    item('flags.volunteer', 'flags', '活动中使用志愿服务旗帜', 1, 184, 5),
  ],
};

/** The part of an evidence record that the rule looks at. */
export type ItemPhoto = Pick<Evidence, 'item' | 'occurredOn' | 'removed'>;

/** Where one item stands. */
export interface ItemState {
  readonly item: StandardItem;
  /** Photos that count today. */
  readonly counting: number;
  /** Photos that are too old to count. */
  readonly expired: number;
  /** Photos still missing. */
  readonly missing: number;
  /** Days until the item stops being complete, or null where it never does or is not complete. */
  readonly daysLeft: number | null;
}

/** Where a station stands on a standard. */
export interface Completion {
  readonly items: readonly ItemState[];
  /** Items complete, and items in all. */
  readonly done: number;
  readonly total: number;
  /** Points earned, and points to be had. */
  readonly points: number;
  readonly maxPoints: number;
}

const DAY = 86_400_000;

/** Whole days from one ISO day to another; negative where `to` is earlier. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

function itemState(standardItem: StandardItem, photos: readonly ItemPhoto[], today: string): ItemState {
  const own = photos.filter((photo) => photo.item === standardItem.key && !photo.removed);
  const ages = own.map((photo) => daysBetween(photo.occurredOn, today)).toSorted((a, b) => a - b);
  const counting = standardItem.withinDays === 0 ? ages : ages.filter((age) => age <= standardItem.withinDays);
  const missing = Math.max(0, standardItem.photos - counting.length);
  const deciding = counting[standardItem.photos - 1];
  const daysLeft = missing > 0 || standardItem.withinDays === 0 || deciding === undefined ? null : standardItem.withinDays - Math.max(0, deciding);
  return { item: standardItem, counting: counting.length, expired: own.length - counting.length, missing, daysLeft };
}

/**
 * Where a station stands on a standard's items. An item is complete when enough photos name it that are recent enough.
 * @param items the standard's items
 * @param photos the station's evidence, of any age
 * @param today `YYYY-MM-DD`
 */
export function completion(items: readonly StandardItem[], photos: readonly ItemPhoto[], today: string): Completion {
  const states = items.map((standardItem) => itemState(standardItem, photos, today));
  const done = states.filter((state) => state.missing === 0);
  return {
    items: states,
    done: done.length,
    total: states.length,
    points: done.reduce((total, state) => total + state.item.points, 0),
    maxPoints: items.reduce((total, standardItem) => total + standardItem.points, 0),
  };
}
