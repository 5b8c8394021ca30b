import { useEffect, useRef } from 'react';
import { Route, Routes, useNavigate } from 'react-router';
import type { Activity } from '#shared/domain/activity.ts';
import type { Volunteer } from '#shared/domain/people.ts';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import { listOnce } from '../../../renderer/data/records/queries.ts';
import type { Fields } from '../../../renderer/data/records/record-writer.ts';
import { ActivitiesPage, ActivityPage } from '../../../renderer/features/activities/index.ts';
import { HoursPage } from '../../../renderer/features/hours/index.ts';
import { TeamsPage, VolunteerPage, VolunteersPage } from '../../../renderer/features/people/index.ts';
import { openStage, TODAY, type Stage } from '../photos-ui/stage.tsx';

/** The screens of activities, people and hours at their addresses, and what lies behind them. */
export interface Screens extends Stage {
  open(address: string): void;
  activities(): Promise<readonly Activity[]>;
  volunteers(): Promise<readonly Volunteer[]>;
  hours(): Promise<readonly ServiceRecord[]>;
}

export async function openScreens(name: string): Promise<Screens> {
  const stage = await openStage(name);
  const { replica } = stage.data;
  let opened = 0;
  return {
    ...stage,
    open(address) {
      opened += 1;
      stage.show(<At key={opened} address={address} />);
    },
    activities: () => listOnce(replica, 'activities', { order: null, limit: 1_000 }),
    volunteers: () => listOnce(replica, 'volunteers', { order: null, limit: 1_000 }),
    hours: () => listOnce(replica, 'serviceRecords', { order: null, limit: 1_000 }),
  };
}

function At({ address }: { readonly address: string }) {
  const navigate = useNavigate();
  const arrived = useRef(false);
  useEffect(() => {
    if (arrived.current) return;
    arrived.current = true;
    void navigate(address);
  });
  return (
    <Routes>
      <Route path="/activities" element={<ActivitiesPage />} />
      <Route path="/activities/:id" element={<ActivityPage />} />
      <Route path="/hours" element={<HoursPage />} />
      <Route path="/volunteers" element={<VolunteersPage />} />
      <Route path="/volunteers/:id" element={<VolunteerPage />} />
      <Route path="/teams" element={<TeamsPage />} />
      <Route path="*" element={null} />
    </Routes>
  );
}

/** For what is asked again until it is so: a busy machine is given time. */
export const SLOW = { timeout: 20_000 } as const;

export function volunteerOf(name: string, changes: Partial<Fields<'volunteers'>> = {}): Fields<'volunteers'> {
  return { name, gender: '', birthYear: 0, phone: '', idMasked: '', idHash: '', teams: [], joinedOn: TODAY, skills: [], partyMember: false, number: '', note: '', ...changes };
}

export function activityOf(title: string, changes: Partial<Fields<'activities'>> = {}): Fields<'activities'> {
  return {
    title,
    kind: 'service',
    status: 'held',
    occurredOn: TODAY,
    startsAt: '',
    minutes: 120,
    place: '村文化广场',
    organiser: '',
    inCharge: '李建国',
    content: '打扫卫生',
    attendance: 60,
    served: [],
    teams: [],
    returnReason: '',
    ...changes,
  };
}

/** Saves a record and answers its id; throws where it was refused. */
export async function saved<K extends 'activities' | 'volunteers' | 'teams' | 'serviceRecords'>({ data }: Stage, kind: K, fields: Fields<K>): Promise<string> {
  const result = await data.writer.create(kind, fields);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.record.id;
}
