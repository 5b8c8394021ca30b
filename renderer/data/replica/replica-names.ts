import { Dexie, type Table } from 'dexie';
import { LOCAL_PREFIX } from '../local/local-db.ts';

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
    const name = own?.name ?? (await formerName(device, site, known)) ?? freeName(site, known);
    if (own === undefined || own.device !== device || own.site !== site) await names.replicas.put({ name, device, site });
    return name;
  } finally {
    names.close();
  }
}

/**
 * Former versions kept no list: where the village was moved before this program was upgraded, the device's records lie under
 * the code that it had. Null where there are none that this device wrote.
 */
async function formerName(device: string, site: string, known: readonly NamedReplica[]): Promise<string | null> {
  const databases = await Dexie.getDatabaseNames();
  if (databases.includes(`${LOCAL_PREFIX}${site}`)) return null;
  const listed = new Set(known.map(({ name }) => `${LOCAL_PREFIX}${name}`));
  for (const local of databases.filter((name) => name.startsWith(LOCAL_PREFIX) && !listed.has(name))) {
    const name = local.slice(LOCAL_PREFIX.length);
    for (const records of databases.filter((database) => isRecords(database, name))) if (await wrote(device, records)) return name;
  }
  return null;
}

function isRecords(database: string, name: string): boolean {
  return database.startsWith(`rxdb-dexie-qiyou-${name}--`) && !database.includes('rx-replication-meta-');
}

async function wrote(device: string, database: string): Promise<boolean> {
  const opened = await new Dexie(database).open();
  try {
    const own = await opened.table<{ readonly by?: { readonly device?: string } }>('docs').filter(({ by }) => by?.device === device).first();
    return own !== undefined;
  } finally {
    opened.close();
  }
}

/** The site's code, as former versions named it, unless that names the records of a village that went elsewhere. */
function freeName(site: string, known: readonly NamedReplica[]): string {
  const taken = new Set(known.map(({ name }) => name));
  let name = site;
  for (let number = 2; taken.has(name); number += 1) name = `${site}-${number}`;
  return name;
}
