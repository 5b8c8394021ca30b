import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { channels, type Output } from '#shared/bridge/contract.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { isSystemError, syncFolder } from './files/atomic-write.ts';
import type { Dispatch } from './dispatch.ts';
import { describe, type Log } from './log.ts';
import type { Timers } from './timers.ts';

/** What a county hands out to a station, on a stick for instance; put into the host's data folder, it enrols the host. */
export const ENROL_FILE = 'enrol.json';

/** A file that the center would not take; its reason is in the log. */
const REFUSED_FILE = 'enrol.refused.json';

/** Waits between the attempts of one start, in milliseconds; the next start begins anew. */
const WAITS_MS = [2_000, 5_000, 15_000, 30_000, 60_000, 120_000] as const;

const enrolFileSchema = channels['link.enrol'].input.extend({ code: z.string().min(1).max(60), center: z.string().min(1).max(300) });
type EnrolFile = z.infer<typeof enrolFileSchema>;

export interface ProvisionOptions {
  /** The host's data folder. */
  readonly data: string;
  readonly dispatch: Dispatch;
  readonly timers: Timers;
  readonly log: Log;
}

/** What became of one attempt. */
type Attempt = 'nothingToDo' | 'enrolled' | 'refused' | 'later';

/**
 * Enrols a host that is not enrolled by the file in its data folder, in the background: a window never waits for it. Done, the
 * file is removed; refused, it is set aside; with no way to the center it stays, and is tried again a few times and at
 * each start. Answers how to stop.
 */
export function startProvisioning(options: ProvisionOptions): () => void {
  let stopped = false;
  let cancel = (): void => undefined;
  const turn = async (turns: number): Promise<void> => {
    const became = await attempt(options, () => stopped);
    const wait = WAITS_MS[turns];
    if (became !== 'later' || wait === undefined || stopped) return;
    cancel = options.timers.after(wait, () => begin(turns + 1));
  };
  const begin = (turns: number): void => {
    turn(turns).catch((error: unknown) => options.log.error(`enrolment by file failed: ${describe(error)}`));
  };
  begin(0);
  return () => {
    stopped = true;
    cancel();
  };
}

async function attempt(options: ProvisionOptions, isStopped: () => boolean): Promise<Attempt> {
  const { data, dispatch, log } = options;
  const found = await read(join(data, ENROL_FILE));
  if (found === null || (await dispatch('link.enrolment', null)) !== null || isStopped()) return 'nothingToDo';
  if (typeof found === 'string') return setAside(options, found);
  const answer = (await dispatch('link.enrol', found)) as Output<'link.enrol'>;
  if (answer.ok) {
    await rm(join(data, ENROL_FILE), { force: true });
    await syncFolder(data);
    log.info(`enrolled by ${ENROL_FILE}`);
    return 'enrolled';
  }
  if (answer.error.kind === 'refused') return setAside(options, reasonOf(answer.error));
  log.warn(`enrolment by ${ENROL_FILE} is tried again: ${reasonOf(answer.error)}`);
  return 'later';
}

/** The file's content; what is wrong with it as text; null where there is none. */
async function read(path: string): Promise<EnrolFile | string | null> {
  try {
    // Editors on Windows put a byte order mark before the text.
    const checked = enrolFileSchema.safeParse(JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, '')));
    return checked.success ? checked.data : `it must have center, code and deviceName (${checked.error.issues[0]?.path.join('.') ?? ''})`;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    return describe(error);
  }
}

async function setAside({ data, log }: ProvisionOptions, reason: string): Promise<Attempt> {
  log.error(`${ENROL_FILE} was refused and set aside as ${REFUSED_FILE}: ${reason}`);
  await rename(join(data, ENROL_FILE), join(data, REFUSED_FILE));
  return 'refused';
}

function reasonOf(error: LinkError): string {
  return error.kind === 'refused' ? `${error.code}, ${error.detail}` : error.kind;
}
