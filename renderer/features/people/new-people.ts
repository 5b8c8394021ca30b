import type { Volunteer } from '#shared/domain/people.ts';
import { readDoc } from '../../data/records/queries.ts';
import type { Fields } from '../../data/records/record-writer.ts';
import { nameKey } from '../../data/replica/pinyin.ts';
import type { Replica } from '../../data/replica/open-replica.ts';

/** More volunteers, and more teams, than a station has. */
export const ALL_VOLUNTEERS = 20_000;
export const ALL_TEAMS = 500;

/** A volunteer of whom nothing is known yet but the day of registration. */
export function emptyVolunteer(today: string): Fields<'volunteers'> {
  return { name: '', gender: '', birthYear: 0, phone: '', idMasked: '', idHash: '', teams: [], joinedOn: today, skills: [], partyMember: false, number: '', note: '' };
}

export function emptyTeam(): Fields<'teams'> {
  return { name: '', leader: '', phone: '', specialty: '', foundedOn: '', note: '' };
}

/** Volunteers of exactly this name, by the index of names. */
export async function namesakesOf(replica: Replica, name: string): Promise<Volunteer[]> {
  const query = { selector: { removed: false, 'local.name': nameKey(name) }, index: ['removed', 'local.name'] };
  const docs = await replica.collections.volunteers.find(query).exec();
  return docs.map((doc) => readDoc('volunteers', doc.toJSON())).filter((volunteer) => volunteer.name === name);
}

/** Another volunteer with the same hash of the ID number, or null. No index has it: a station's volunteers are read through. */
export async function sameIdHash(replica: Replica, hash: string, except: string): Promise<Volunteer | null> {
  if (hash === '') return null;
  const docs = await replica.collections.volunteers.find({ selector: { removed: false, idHash: hash } }).exec();
  return docs.map((doc) => readDoc('volunteers', doc.toJSON())).find(({ id }) => id !== except) ?? null;
}
