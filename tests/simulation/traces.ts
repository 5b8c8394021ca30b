import type { AnyRecord } from '#shared/domain/record.ts';
import { keyOf, says, type Owed } from './ledger.ts';
import type { LogRow } from './sim-center.ts';
import type { SimDevice } from './sim-device.ts';

/** Where something that was saved can be found again. */
export interface Traces {
  readonly log: readonly LogRow[];
  readonly devices: readonly SimDevice[];
}

/** All versions of each record that anything holds, by `kind:id`. */
export type Held = ReadonlyMap<string, readonly AnyRecord[]>;

/** Versions that the center's history or a replica holds: as they stand there, or set aside. */
export function heldByReplicas({ log, devices }: Traces): Held {
  return group([...log.map(({ kind, record }) => ({ kind, record })), ...devices.flatMap((device) => [...standing(device), ...setAside(device)])]);
}

/** Versions that a person can get back on a device: set aside by a refusal, or recovered. */
export function setAside({ disk }: SimDevice): { readonly kind: string; readonly record: AnyRecord }[] {
  const refused = [...disk.pendings.values()].flatMap(({ kind, id, refusal }) => {
    const record = disk.records.get(kind)?.get(id);
    return refusal === null || record === undefined ? [] : [{ kind, record }];
  });
  return [...refused, ...disk.recovered];
}

function standing({ disk }: SimDevice): { readonly kind: string; readonly record: AnyRecord }[] {
  return [...disk.records].flatMap(([kind, records]) => [...records.values()].map((record) => ({ kind, record })));
}

export function group(versions: readonly { readonly kind: string; readonly record: AnyRecord }[]): Held {
  const groups = new Map<string, AnyRecord[]>();
  for (const { kind, record } of versions) {
    const key = keyOf(kind, record.id);
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [record]);
    else own.push(record);
  }
  return groups;
}

export function found(held: Held, entry: Owed): boolean {
  return (held.get(keyOf(entry.kind, entry.id)) ?? []).some((record) => says(record, entry));
}
