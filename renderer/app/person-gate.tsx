import { usePeople } from '../state/people.ts';
import { PersonDialog } from './person-dialog.tsx';

/** Asks for a name where nobody has said who is at the keyboard: every record says who wrote it. */
export function PersonGate() {
  const current = usePeople((state) => state.current);
  return current === '' ? <PersonDialog /> : null;
}
