import { z } from 'zod';
import { ACTIVITY_KINDS, ACTIVITY_STATUSES, SPECIAL_GROUPS, type Activity } from '../domain/activity.ts';
import { TAKEN_SOURCES, type Evidence } from '../domain/evidence.ts';
import type { Assessment, Order, Program, Rectification } from '../domain/later-kinds.ts';
import { GENDERS, type Team, type Volunteer } from '../domain/people.ts';
import type { Kind } from '../domain/record.ts';
import type { PointEntry, ServiceRecord } from '../domain/service-hours.ts';
import { HAVES, type Standard } from '../domain/seven-haves.ts';
import { SITE_TYPES, WATERMARK_PARTS, type Site } from '../domain/site.ts';
import { base, count, day, dayOrEmpty, reference, references, sha256, sha256OrEmpty, siteCode, text } from './fields.ts';

const degrees = (limit: number) => z.number().min(-limit).max(limit).nullable();
const scope = z.union([z.literal(''), siteCode]);

/** The record type of each kind. */
export interface RecordTypes {
  sites: Site;
  standards: Standard;
  activities: Activity;
  volunteers: Volunteer;
  teams: Team;
  serviceRecords: ServiceRecord;
  points: PointEntry;
  evidence: Evidence;
  orders: Order;
  programs: Program;
  assessments: Assessment;
  rectifications: Rectification;
}

/**
 * The schema of each kind at its newest version. Every object is loose: unknown fields from a newer version are kept.
 * `minutes` of one service record end at a day's length; an activity's at 31 days.
 */
export const RECORD_SCHEMAS = {
  sites: z.looseObject({
    ...base,
    name: text(120),
    type: z.enum(SITE_TYPES),
    address: text(300),
    head: text(60),
    headTitle: text(60),
    phone: text(40),
    staff: z.array(text(60)).max(100),
    openingHours: text(200),
    capacity: count(100_000),
    area: z.number().min(0).max(10_000_000),
    residents: count(10_000_000),
    lat: degrees(90),
    lng: degrees(180),
    note: text(4_000),
    watermark: z.array(z.enum(WATERMARK_PARTS)).max(10).optional(),
  }),
  standards: z.looseObject({
    ...base,
    title: text(200),
    version: text(40),
    items: z
      .array(
        z.looseObject({
          key: text(60),
          have: z.enum(HAVES),
          text: text(500),
          photos: count(100),
          withinDays: count(36_500),
          points: z.number().min(0).max(1_000),
        }),
      )
      .max(500),
    adoptedOn: dayOrEmpty,
    to: scope,
  }),
  activities: z.looseObject({
    ...base,
    title: text(200).min(1),
    kind: z.enum(ACTIVITY_KINDS),
    status: z.enum(ACTIVITY_STATUSES),
    occurredOn: day,
    startsAt: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/),
    minutes: count(44_640),
    place: text(200),
    organiser: text(120),
    inCharge: text(60),
    content: text(10_000),
    attendance: count(1_000_000),
    served: z.array(z.enum(SPECIAL_GROUPS)).max(20),
    teams: references,
    returnReason: text(1_000),
  }),
  volunteers: z.looseObject({
    ...base,
    name: text(60).min(1),
    gender: z.enum(GENDERS),
    birthYear: z.union([z.literal(0), z.number().int().min(1900).max(2200)]),
    phone: text(40),
    idMasked: text(40),
    idHash: sha256OrEmpty,
    teams: references,
    joinedOn: day,
    skills: z.array(text(60)).max(100),
    partyMember: z.boolean(),
    number: text(60),
    note: text(4_000),
  }),
  teams: z.looseObject({
    ...base,
    name: text(120).min(1),
    leader: text(60),
    phone: text(40),
    specialty: text(200),
    foundedOn: dayOrEmpty,
    note: text(4_000),
  }),
  serviceRecords: z.looseObject({
    ...base,
    volunteer: z.uuid(),
    name: text(60),
    activity: reference,
    occurredOn: day,
    minutes: count(1_440),
    place: text(200),
    beneficiary: text(200),
    content: text(4_000),
    quality: text(200),
    inCharge: text(60),
    recorder: text(60),
    corrects: reference,
    reason: text(1_000),
  }),
  points: z.looseObject({
    ...base,
    volunteer: z.uuid(),
    occurredOn: day,
    delta: z.number().int().min(-1_000_000).max(1_000_000),
    reason: text(1_000),
    rule: text(60),
    serviceRecord: reference,
    corrects: reference,
  }),
  evidence: z.looseObject({
    ...base,
    caption: text(500),
    hash: sha256,
    size: count(200_000_000),
    type: z.string().regex(/^image\/[a-z0-9.+-]{1,40}$/),
    width: count(100_000),
    height: count(100_000),
    thumbHash: sha256OrEmpty,
    thumbSize: count(10_000_000),
    originalHash: sha256OrEmpty,
    originalSize: count(2_000_000_000),
    originalName: text(300),
    takenAt: z.string().regex(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})?$/),
    takenSource: z.enum(TAKEN_SOURCES),
    lat: degrees(90),
    lng: degrees(180),
    phash: z.string().regex(/^([0-9a-f]{16})?$/),
    // Of any version that is to come: what is not understood says nothing.
    likeness: z.string().regex(/^(\d{1,3}(\.[0-9a-f]{8,128}){1,8})?$/).optional(),
    software: text(200),
    item: text(60),
    activity: reference,
    occurredOn: day,
    before: reference.optional(),
  }),
  orders: z.looseObject({
    ...base,
    title: text(200).min(1),
    type: text(40),
    stage: text(40),
    content: text(10_000),
    requester: text(60),
    phone: text(40),
    occurredOn: day,
    to: scope,
  }),
  programs: z.looseObject({
    ...base,
    name: text(200).min(1),
    leader: text(60),
    content: text(10_000),
    startsOn: dayOrEmpty,
    endsOn: dayOrEmpty,
  }),
  assessments: z.looseObject({
    ...base,
    cycle: text(60),
    standard: reference,
    title: text(200),
    occurredOn: dayOrEmpty,
    scores: z.array(z.unknown()).max(1_000),
    to: scope,
  }),
  rectifications: z.looseObject({
    ...base,
    title: text(200).min(1),
    content: text(10_000),
    owner: text(60),
    dueOn: dayOrEmpty,
    status: text(40),
    to: scope,
  }),
} satisfies { readonly [K in Kind]: z.ZodType<RecordTypes[K]> };

/**
 * The newest schema version of each kind; a record carries the one it was written with in `v`.
 *
 * History, one line a version of a kind (`tests/fixtures/protocol-fingerprint.json` has the shape of each):
 * - all 1: the twelve kinds as they were first released
 * - all 2: `settled`, may be left out; likewise `likeness` and `before` of evidence, `watermark` of sites
 */
export const SCHEMA_VERSIONS: { readonly [K in Kind]: number } = {
  sites: 2,
  standards: 2,
  activities: 2,
  volunteers: 2,
  teams: 2,
  serviceRecords: 2,
  points: 2,
  evidence: 2,
  orders: 2,
  programs: 2,
  assessments: 2,
  rectifications: 2,
};
