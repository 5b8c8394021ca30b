import { settings as settingsEn } from './en/settings.ts';
import { settings as settingsZh } from './zh-CN/settings.ts';
import { home as homeEn } from './en/home.ts';
import { home as homeZh } from './zh-CN/home.ts';
import { clock as clockEn } from './en/clock.ts';
import { clock as clockZh } from './zh-CN/clock.ts';
import { enrol as enrolEn } from './en/enrol.ts';
import { enrol as enrolZh } from './zh-CN/enrol.ts';
import { app as appEn } from './en/app.ts';
import { app as appZh } from './zh-CN/app.ts';
import { common as commonEn } from './en/common.ts';
import { haves as havesEn } from './en/haves.ts';
import { photos as photosEn } from './en/photos.ts';
import { activities as activitiesEn } from './en/activities.ts';
import { hours as hoursEn } from './en/hours.ts';
import { people as peopleEn } from './en/people.ts';
import { sync as syncEn } from './en/sync.ts';
import { site as siteEn } from './en/site.ts';
import { merge as mergeEn } from './en/merge.ts';
import { merge as mergeZh } from './zh-CN/merge.ts';
import { county as countyEn } from './en/county.ts';
import { common as commonZh } from './zh-CN/common.ts';
import { haves as havesZh } from './zh-CN/haves.ts';
import { photos as photosZh } from './zh-CN/photos.ts';
import { activities as activitiesZh } from './zh-CN/activities.ts';
import { hours as hoursZh } from './zh-CN/hours.ts';
import { people as peopleZh } from './zh-CN/people.ts';
import { sync as syncZh } from './zh-CN/sync.ts';
import { site as siteZh } from './zh-CN/site.ts';
import { county as countyZh } from './zh-CN/county.ts';

/** All words in Chinese, by namespace. A feature adds its own here and below. */
export const zhCN = {
  common: commonZh,
  settings: settingsZh,
  home: homeZh,
  clock: clockZh,
  enrol: enrolZh,
  app: appZh,
  county: countyZh,
  merge: mergeZh,
  site: siteZh,
  sync: syncZh,
  people: peopleZh,
  hours: hoursZh,
  activities: activitiesZh,
  haves: havesZh,
  photos: photosZh,
};

/** The same in English; a key that is missing does not compile. */
const en: typeof zhCN = {
  common: commonEn,
  settings: settingsEn,
  home: homeEn,
  clock: clockEn,
  enrol: enrolEn,
  app: appEn,
  county: countyEn,
  merge: mergeEn,
  site: siteEn,
  sync: syncEn,
  people: peopleEn,
  hours: hoursEn,
  activities: activitiesEn,
  haves: havesEn,
  photos: photosEn,
};

/** Languages of the screens. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const resources: { readonly [L in Language]: typeof zhCN } = { 'zh-CN': zhCN, en };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof zhCN;
  }
}
