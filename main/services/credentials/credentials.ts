import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Enrolment } from '#shared/bridge/contract.ts';
import { deviceProfileSchema, type DeviceProfile } from '#shared/protocol/access.ts';
import { atomicWrite, isSystemError } from '../files/atomic-write.ts';
import { describe, type Log } from '../log.ts';
import { deviceKey, newDeviceKey, type DeviceKey } from './device-key.ts';
import { plainKeeper, type KeyKeeper } from './key-keeper.ts';

/** A device of this host: where its center is, what it is, and its key. */
export interface Device {
  /** Address of the center, `https://host[:port]`, without a path. */
  readonly center: string;
  readonly profile: DeviceProfile;
  readonly key: DeviceKey;
}

/** The device's credential, kept by the host alone. */
export interface Credentials {
  current(): Device | null;
  /**
   * The key to hand a one-time code in with. For the same code it is the same key until a device is kept, also after a
   * crash: where the center's answer was lost, the code and this key are answered with the same device once more.
   */
  keyFor(code: string): Promise<DeviceKey>;
  /** Keeps a device durably, in the place of the one before. */
  keep(device: Device): Promise<void>;
}

const fileSchema = z.object({ version: z.literal(1), sealed: z.enum(['keyring', 'plain']), data: z.string() });
const secretSchema = z.string().transform((secret) => deviceKey(secret));
const contentSchema = z.object({ center: z.string(), profile: deviceProfileSchema, secret: secretSchema });
const handedInSchema = z.object({ code: z.string(), secret: secretSchema });

/** What the renderer may know of a device. Loose schemas pass unknown members, so the county's key is taken out by hand. */
export function enrolmentOf(device: Device | null): Enrolment | null {
  if (device === null) return null;
  const { idKey: _hostOnly, ...profile } = device.profile;
  return { ...profile, center: device.center };
}

/**
 * Reads the credential from its folder (0700). One that cannot be opened, for instance because the keyring is another,
 * is set aside and named in the log: the device counts as not enrolled, and a new code makes a new one.
 */
export async function openCredentials(folder: string, keeper: KeyKeeper, log: Log): Promise<Credentials> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'device.json');
  const handedInPath = join(folder, 'enrolling.json');
  const content = await unseal(path, contentSchema, keeper, log);
  let current: Device | null = content === null ? null : { center: content.center, profile: content.profile, key: content.secret };
  return {
    current: () => current,
    async keyFor(code) {
      const before = await unseal(handedInPath, handedInSchema, keeper, log);
      if (before?.code === code) return before.secret;
      const key = newDeviceKey();
      await seal(handedInPath, { code, secret: key.secret } satisfies z.input<typeof handedInSchema>, keeper);
      return key;
    },
    async keep(device) {
      await seal(path, { center: device.center, profile: device.profile, secret: device.key.secret } satisfies z.input<typeof contentSchema>, keeper);
      current = device;
      await rm(handedInPath, { force: true });
    },
  };
}

async function seal(path: string, content: object, keeper: KeyKeeper): Promise<void> {
  const data = Buffer.from(keeper.seal(JSON.stringify(content))).toString('base64');
  await atomicWrite(path, JSON.stringify({ version: 1, sealed: keeper.kind, data } satisfies z.infer<typeof fileSchema>));
}

async function unseal<T>(path: string, schema: z.ZodType<T>, keeper: KeyKeeper, log: Log): Promise<T | null> {
  try {
    const file = fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    const opener = file.sealed === 'plain' ? plainKeeper : keeper;
    if (opener.kind !== file.sealed) throw new Error('sealed by a keyring that is not here');
    return schema.parse(JSON.parse(opener.open(Buffer.from(file.data, 'base64'))));
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    log.error(`the device's credential cannot be opened and was set aside: ${describe(error)}`);
    await rename(path, `${path}.unreadable`);
    return null;
  }
}
