import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LinkError } from '#shared/protocol/errors.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { endProcess, startCenterProcess } from '../support/center-process.ts';
import { CenterPrograms } from '../support/center-programs.ts';
import { activity, COUNTY, evidence, VILLAGE, write } from '../support/center-records.ts';
import { hashOfBytes, type RawDevice } from '../support/center.ts';
import { ownFolder } from '../support/data-folders.ts';
import { heldBy, Ledger, recount, saidDigests } from '../support/ledger.ts';
import { NodeStation } from '../support/node-station.ts';
import { smallDisk } from '../support/small-disk.ts';

interface Told {
  readonly status: number;
  readonly error: LinkError | null;
}

/** Pushes new records until the center says that it cannot. */
async function pushUntilRefused(device: RawDevice, ledger: Ledger): Promise<Told> {
  for (let n = 0; n < 2_000; n += 1) {
    const records: readonly AnyRecord[] = Array.from({ length: 20 }, () => activity(VILLAGE, { content: '包饺子、量血压、表演节目。'.repeat(40) }));
    const told = await pushAll(device, ledger, records);
    if (told.error !== null) return told;
  }
  throw new Error('the disk never got full');
}

async function pushAll(device: RawDevice, ledger: Ledger, records: readonly AnyRecord[]): Promise<Told> {
  const writes = records.map((record) => write('activities', record));
  for (const one of writes) ledger.sent(one);
  const { status, body } = await device.exchangeRaw<{ results?: { status: string; receipt: Parameters<Ledger['received']>[0] }[]; error?: LinkError }>({ protocol: 1, push: writes, pull: null });
  for (const result of body.results ?? []) if (result.status === 'accepted') ledger.received(result.receipt);
  return { status, error: body.error ?? null };
}

const FULL = { kind: 'refused', code: 'storageFull' };

describe('a full disk at the center', () => {
  it('P1 C1 is said as such, loses nothing that was acknowledged, reads go on, and work goes on by itself once there is room', async () => {
    const disk = await smallDisk(24);
    if (disk === null) return expect.soft(disk).toBeNull();
    const dataDir = join(disk.folder, 'data');
    const programs = new CenterPrograms(dataDir);
    await programs.loadDivisions();
    const center = await startCenterProcess(dataDir);
    onTestFinished(async () => void (await endProcess(center.child, 'SIGKILL')));
    const device = await programs.enrol(center.url, VILLAGE, 'station');
    const county = await programs.enrol(center.url, COUNTY, 'county');
    const ledger = new Ledger();
    const random = seededRandom(3);
    const photo = random.bytes(300_000);
    const named = evidence(VILLAGE, hashOfBytes(photo), { size: photo.length });
    expect(await device.push('evidence', named)).toMatchObject({ status: 'accepted' });

    await disk.fill(2_000_000);
    expect(await pushUntilRefused(device, ledger)).toMatchObject({ status: 507, error: FULL });
    await disk.fill(100_000);
    expect(await device.putBlob(photo)).toMatchObject({ status: 507, body: { error: FULL } });
    const held = await heldBy(county);
    expect(ledger.lostIn(held)).toEqual([]);
    expect(await saidDigests(county)).toEqual(recount(held));
    expect(center.child.exitCode).toBeNull();

    await disk.makeRoom();
    expect(await pushAll(device, ledger, [activity()])).toMatchObject({ status: 200, error: null });
    expect(await device.putBlob(photo)).toMatchObject({ status: 200 });
    expect(ledger.lostIn(await heldBy(county))).toEqual([]);
    expect(await programs.output('audit', '--verify')).toContain('is whole');
    expect(await endProcess(center.child, 'SIGTERM')).toBe(0);
  });

  it('a center killed on a full disk starts again on it, and has all that it acknowledged', async () => {
    const disk = await smallDisk(24);
    if (disk === null) return expect.soft(disk).toBeNull();
    const dataDir = join(disk.folder, 'data');
    const programs = new CenterPrograms(dataDir);
    await programs.loadDivisions();
    let center = await startCenterProcess(dataDir);
    onTestFinished(async () => void (await endProcess(center.child, 'SIGKILL')));
    const device = await programs.enrol(center.url, VILLAGE, 'station');
    const ledger = new Ledger();
    await disk.fill(1_500_000);
    await pushUntilRefused(device, ledger);
    await disk.fill();
    await endProcess(center.child, 'SIGKILL');
    center = await startCenterProcess(dataDir);
    device.url = center.url;
    expect(ledger.receipts).toBeGreaterThan(0);
    expect(ledger.lostIn(await heldBy(device))).toEqual([]);
    await disk.makeRoom();
    expect(await pushAll(device, ledger, [activity()])).toMatchObject({ status: 200, error: null });
    expect(await endProcess(center.child, 'SIGTERM')).toBe(0);
  });
});

describe('a full disk at the station', () => {
  it('a photo is not taken, with the room that it needs; what was taken stays and is sent; once there is room it is taken', async () => {
    const disk = await smallDisk(48);
    if (disk === null) return expect.soft(disk).toBeNull();
    const dataDir = await ownFolder('full-center');
    const programs = new CenterPrograms(dataDir);
    await programs.loadDivisions();
    const center = await startCenterProcess(dataDir);
    onTestFinished(async () => void (await endProcess(center.child, 'SIGKILL')));
    const data = join(disk.folder, 'host');
    await mkdir(data);
    const station = await NodeStation.enrol({ data, center: center.url, code: await programs.code(VILLAGE, 'station') });
    const random = seededRandom(4);
    const first = await station.addPhoto(random.bytes(200_000));
    await disk.fill();
    const second = random.bytes(200_000);
    const refused = await station.call('photo.put', { hash: hashOfBytes(second), bytes: second });
    expect(refused).toMatchObject({ ok: false, error: { kind: 'diskFull', freeBytes: expect.any(Number) } });
    // The photo itself, and the room that the replica keeps for its own records.
    expect(!refused.ok && refused.error.kind === 'diskFull' ? refused.error.neededBytes : 0).toBeGreaterThan(200_000);
    expect((await station.call('photo.has', { hashes: [first, hashOfBytes(second)] })).have).toEqual([first]);
    await station.sendAll();
    expect(await station.agrees()).toBe(true);

    await disk.makeRoom();
    await station.addPhoto(second);
    await station.sendAll();
    const county = await programs.enrol(center.url, COUNTY, 'county');
    for (const hash of [first, hashOfBytes(second)]) expect(hashOfBytes((await county.getBlob(hash)).bytes)).toBe(hash);
    expect(await endProcess(center.child, 'SIGTERM')).toBe(0);
  });
});
