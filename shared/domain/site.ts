import type { RecordBase } from './record.ts';

/** What stands at a place: the three tiers' own, and other positions below them. Source: DOMAIN, "Three tiers". */
export const SITE_TYPES = ['city', 'center', 'institute', 'station', 'coBuilt', 'point', 'base', 'square', 'library', 'greenway'] as const;
export type SiteType = (typeof SITE_TYPES)[number];

/** What a watermark can say of a photo, in the order of its lines. */
export const WATERMARK_PARTS = ['station', 'date', 'place', 'activity'] as const;
export type WatermarkPart = (typeof WATERMARK_PARTS)[number];

/** The profile of a site (阵地档案). There is one per division code, made at the center, filled in by the site. */
export interface Site extends RecordBase {
  readonly name: string;
  readonly type: SiteType;
  readonly address: string;
  readonly head: string;
  readonly headTitle: string;
  readonly phone: string;
  readonly staff: readonly string[];
  readonly openingHours: string;
  /** How many people its main room holds. */
  readonly capacity: number;
  /** Square metres. */
  readonly area: number;
  readonly residents: number;
  readonly lat: number | null;
  readonly lng: number | null;
  readonly note: string;
  /** Of a county's own profile: what is written on the county's copies of photos, nothing where it is empty or left out. Since version 2. */
  readonly watermark?: readonly WatermarkPart[] | undefined;
}

/** What a profile holds before anyone filled it in. */
export const EMPTY_PROFILE: Omit<Site, keyof RecordBase | 'name' | 'type'> = {
  address: '',
  head: '',
  headTitle: '',
  phone: '',
  staff: [],
  openingHours: '',
  capacity: 0,
  area: 0,
  residents: 0,
  lat: null,
  lng: null,
  note: '',
};
