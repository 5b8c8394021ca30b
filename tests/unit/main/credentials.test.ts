import { createPublicKey, verify } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enrolmentOf, openCredentials, type Device } from '../../../main/services/credentials/credentials.ts';
import { deviceKey, newDeviceKey } from '../../../main/services/credentials/device-key.ts';
import { plainKeeper, type KeyKeeper } from '../../../main/services/credentials/key-keeper.ts';
import { PROFILE } from '../../support/fake-center.ts';
import { MemoryLog, temporaryFolder } from '../../support/host.ts';

/** A keyring that turns every byte around. */
const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);
const keyring: KeyKeeper = {
  kind: 'keyring',
  seal: (secret) => flip(plainKeeper.seal(secret)),
  open: (sealed) => plainKeeper.open(flip(sealed)),
};

const device = (): Device => ({ center: 'https://center.example', profile: PROFILE, key: newDeviceKey() });

describe('the device’s key', () => {
  it('signs what its public half verifies', () => {
    const key = newDeviceKey();
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.publicKey };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    expect(verify(null, Buffer.from('七有'), publicKey, Buffer.from(key.sign('七有'), 'base64url'))).toBe(true);
    expect(key.publicKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(key.sign('x')).toMatch(/^[A-Za-z0-9_-]{86}$/);
  });

  it('is the same after it was kept', () => {
    const key = newDeviceKey();
    expect(deviceKey(key.secret).publicKey).toBe(key.publicKey);
    expect(deviceKey(key.secret).sign('x')).toBe(key.sign('x'));
  });
});

describe('the credential', () => {
  it('is absent at first, and there after it was kept and the host started again', async () => {
    const folder = await temporaryFolder();
    const log = new MemoryLog();
    const first = await openCredentials(folder, plainKeeper, log);
    expect(first.current()).toBeNull();
    const kept = device();
    await first.keep(kept);
    const again = (await openCredentials(folder, plainKeeper, log)).current();
    expect(again?.center).toBe(kept.center);
    expect(again?.profile).toEqual(PROFILE);
    expect(again?.key.publicKey).toBe(kept.key.publicKey);
  });

  it('can be read by its owner alone', async () => {
    const folder = join(await temporaryFolder(), 'credentials');
    const credentials = await openCredentials(folder, plainKeeper, new MemoryLog());
    await credentials.keep(device());
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'device.json'))).mode & 0o777).toBe(0o600);
  });

  it('is not readable on disk where a keyring seals it', async () => {
    const folder = await temporaryFolder();
    const kept = device();
    await (await openCredentials(folder, keyring, new MemoryLog())).keep(kept);
    const text = await readFile(join(folder, 'device.json'), 'utf8');
    expect(Buffer.from(String(JSON.parse(text).data), 'base64').toString('utf8')).not.toContain(kept.key.secret);
    expect((await openCredentials(folder, keyring, new MemoryLog())).current()?.key.secret).toBe(kept.key.secret);
  });

  it('kept in plain is still read once the machine has a keyring', async () => {
    const folder = await temporaryFolder();
    await (await openCredentials(folder, plainKeeper, new MemoryLog())).keep(device());
    expect((await openCredentials(folder, keyring, new MemoryLog())).current()).not.toBeNull();
  });

  it('that cannot be opened is set aside and named, and the device counts as not enrolled', async () => {
    const folder = await temporaryFolder();
    const log = new MemoryLog();
    await writeFile(join(folder, 'device.json'), '{"version":1,"sealed":"keyring","data":"AAAA"}');
    expect((await openCredentials(folder, plainKeeper, log)).current()).toBeNull();
    expect(log.lines.join('\n')).toContain('set aside');
    expect(await readFile(join(folder, 'device.json.unreadable'), 'utf8')).toContain('AAAA');
  });

  it('shows the window neither the key nor the county’s key', () => {
    const enrolment = enrolmentOf(device());
    expect(enrolment).toMatchObject({ site: PROFILE.site, center: 'https://center.example' });
    expect(Object.keys(enrolment ?? {})).not.toContain('idKey');
    expect(Object.keys(enrolment ?? {})).not.toContain('key');
  });
});
