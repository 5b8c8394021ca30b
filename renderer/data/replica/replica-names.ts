import { Dexie, type Table } from 'dexie';

/** Whose records a replica holds. */
interface NamedReplica {
  readonly name: string;
  readonly device: string;
  /** The division code that its device was enrolled for when it was opened last. */
  readonly site: string;
}

class NamesDb extends Dexie {
  declare readonly replicas: Table<NamedReplica, string>;

  constructor() {
    super('qiyou-replicas');
    this.version(1).stores({ replicas: 'name, device, site' });
  }
}

/**
 * The name of a device's databases. A replica keeps the name that it was made with, its site's code then, although the
 * village may be moved to another code since (rule L3); and a computer that is enrolled anew for the same site, as another
 * device, goes on with the records that are there.
 */
export async function replicaNameOf({ device, site }: { readonly device: string; readonly site: string }): Promise<string> {
  const names = new NamesDb();
  try {
    const known = await names.replicas.toArray();
    const own = known.find((replica) => replica.device === device) ?? known.find((replica) => replica.site === site);
    const name = own?.name ?? freeName(site, known);
    if (own === undefined || own.device !== device || own.site !== site) await names.replicas.put({ name, device, site });
    return name;
  } finally {
    names.close();
  }
}

/** The site's code, as former versions named it, unless that names the records of a village that went elsewhere. */
function freeName(site: string, known: readonly NamedReplica[]): string {
  const taken = new Set(known.map(({ name }) => name));
  let name = site;
  for (let number = 2; taken.has(name); number += 1) name = `${site}-${number}`;
  return name;
}
