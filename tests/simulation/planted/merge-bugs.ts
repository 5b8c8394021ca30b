import { sameValue } from '#shared/domain/canonical.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { mergeRuleOf } from '#shared/merge/rules.ts';
import type { Pending } from '#shared/ports/replica-store.ts';
import { versionOf } from '#shared/schema/version.ts';
import { ReplicaEngine } from '#shared/sync/replica-engine.ts';
import type { Seams } from '../seams.ts';
import type { PlantedBug } from './planted-bug.ts';

/** Two edits of one record that are about to be merged, and the fields that both changed apart. */
interface Meeting {
  readonly mine: AnyRecord;
  readonly theirs: AnyRecord;
  readonly pending: Pending;
  readonly apart: readonly string[];
}

const ABOUT = new Set(['id', 'updatedAt', 'by', 'v', 'conflicts']);

/** An engine in which a meeting is falsified before it is merged. */
function falseMerge(falsify: (meeting: Meeting) => { readonly mine: AnyRecord; readonly pending: Pending }, isSet: boolean): Partial<Seams> {
  return {
    engine: (options) => {
      const engine = new ReplicaEngine(options);
      const apply = engine.apply.bind(engine);
      engine.apply = async (kind, states, fresh) => {
        for (const { id, record: theirs } of fresh ? [] : states) {
          const [[mine], [pending]] = [await engine.store.records(kind, [id]), await engine.store.pendings(kind, [id])];
          if (theirs === null || mine === undefined || pending === undefined || pending.version === versionOf(theirs)) continue;
          const base: Readonly<Record<string, unknown>> = pending.base ?? {};
          const changed = Object.keys(theirs).filter((field) => !ABOUT.has(field) && (mergeRuleOf(kind).fields[field] === 'set') === isSet);
          const apart = changed.filter((field) => !sameValue(mine[field], theirs[field]) && !sameValue(base[field], theirs[field]) && !sameValue(base[field], mine[field]));
          if (apart.length === 0) continue;
          const falsified = falsify({ mine, theirs, pending, apart });
          await engine.store.book({ put: [{ ...falsified.pending, version: versionOf(falsified.mine) }] });
          await engine.store.put(kind, [falsified.mine], false);
        }
        await apply(kind, states, fresh);
      };
      return engine;
    },
  };
}

/** The fields in question, as another version has them. */
function fieldsOf(record: AnyRecord, fields: readonly string[]): Partial<AnyRecord> {
  return Object.fromEntries(fields.map((field) => [field, record[field]]));
}

const theirsAlone = ({ mine, theirs, pending, apart }: Meeting): { readonly mine: AnyRecord; readonly pending: Pending } => ({ mine: { ...mine, ...fieldsOf(theirs, apart) }, pending });

const mineAlone = ({ mine, theirs, pending, apart }: Meeting): { readonly mine: AnyRecord; readonly pending: Pending } => ({
  mine,
  pending: { ...pending, base: { ...(pending.base ?? theirs), ...fieldsOf(theirs, apart) } },
});

export const MERGE_BUGS: readonly PlantedBug[] = [
  { name: 'a merge drops the entry of a conflict', seams: () => falseMerge(theirsAlone, false), shownBy: 1 },
  { name: 'a merge takes mine and says nothing', seams: () => falseMerge(mineAlone, false), shownBy: 3 },
  { name: 'a merge of lists forgets what was added here', seams: () => falseMerge(theirsAlone, true), shownBy: 11 },
];
