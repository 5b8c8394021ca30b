import { create } from 'zustand';

/** Who may sit at this machine, and who does now ('' where nobody has said so yet). */
export interface People {
  readonly names: readonly string[];
  readonly current: string;
}

/** The names of this machine; `keepPeople` of the composition keeps them beside the replica. */
export const usePeople = create<People>()(() => ({ names: [], current: '' }));

export const LONGEST_NAME = 30;

/** Puts a person at the keyboard, adding the name where it is new. */
export function sitDown(name: string): void {
  const person = name.trim().slice(0, LONGEST_NAME);
  if (person === '') return;
  usePeople.setState(({ names }) => ({ names: names.includes(person) ? names : [...names, person], current: person }));
}

/** Takes a name off this machine's list. What the person recorded stays theirs. */
export function forgetPerson(name: string): void {
  usePeople.setState(({ names, current }) => ({ names: names.filter((known) => known !== name), current: current === name ? '' : current }));
}
