import { useCallback, useMemo, useState } from 'react';
import type { Activity } from '#shared/domain/activity.ts';
import type { FieldProblem } from '#shared/schema/validate.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useDraft } from '../../data/hooks/use-draft.ts';
import { useOnce } from '../../data/hooks/use-edit.ts';
import { usePeople } from '../../state/people.ts';
import { alreadyRegistered, problemsIn, recordsOf, startOf, totalOf, withPeople, withoutPerson, type Pickable, type Registration } from './registration.ts';
import { ofActivity, ofPeriod } from './service-queries.ts';
import { useServiceRecords } from './use-service-records.ts';

/** More records than one day of one station has. */
const OF_A_DAY = 5_000;

/** A registration of many people's hours at once, kept as a draft until it is saved. */
export function useRegistration(activity: Activity | null, on: { saved(people: number): void; refused(): void }) {
  const { writer, clock } = useData();
  const recorder = usePeople((state) => state.current);
  const draft = useDraft<Registration>(`serviceRecords:${activity?.id ?? 'free'}`, startOf(activity, clock.today()));
  const registration = draft.value;
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [storage, setStorage] = useState<string | null>(null);
  const { saving, once } = useOnce();
  const day = registration?.occurredOn ?? '';
  const activityId = activity?.id ?? '';
  const known = useServiceRecords(useMemo(() => knownQuery(activityId, day), [activityId, day])).value;
  const content = registration?.content ?? '';
  const already = useMemo(() => alreadyRegistered(known ?? [], { occurredOn: day, content }, activityId), [known, day, content, activityId]);

  const set = useCallback(
    (next: Registration) => {
      draft.set(next);
      setProblems([]);
    },
    [draft],
  );

  const save = (): void => {
    if (registration === null || known === null) return;
    // Whoever got hours for this meanwhile, on another device or before the program was killed, does not get them twice.
    const fresh = registration.people.reduce((kept, { volunteer }) => (already.has(volunteer) ? withoutPerson(kept, volunteer) : kept), registration);
    const wrong = problemsIn(fresh);
    setProblems(wrong);
    if (wrong.length > 0) return on.refused();
    void once(async () => {
      const saved = await writer.createAll('serviceRecords', recordsOf(fresh, activityId, recorder));
      if (!saved.ok) {
        setStorage(saved.storage);
        setProblems(saved.problems);
        return on.refused();
      }
      draft.clear();
      on.saved(saved.records.length);
    });
  };

  return {
    registration,
    restored: draft.restored && (registration?.people.length ?? 0) > 0,
    already,
    /** Records that are known of the activity or the day; null while they are read. */
    known,
    problems,
    storage,
    saving,
    set,
    add: (people: readonly Pickable[]) => registration !== null && set(withPeople(registration, people, already)),
    total: registration === null ? 0 : totalOf(registration),
    save,
    discard: () => {
      set(startOf(activity, clock.today()));
      draft.clear();
    },
  };
}

function knownQuery(activity: string, day: string) {
  if (activity !== '') return ofActivity(activity);
  return day === '' ? null : ofPeriod({ from: day, to: day }, OF_A_DAY);
}
