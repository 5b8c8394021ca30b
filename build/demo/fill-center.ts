import { generateKeyPairSync, sign } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { BlobStore } from '#shared/ports/blob-store.ts';
import type { AcceptedWrite } from '#shared/ports/record-store.ts';
import { MAX_BLOB } from '#shared/protocol/blobs.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { versionOf } from '#shared/schema/version.ts';
import { makeCode } from '../../center/access/codes.ts';
import { listDevices, noteContact } from '../../center/access/devices.ts';
import { findDivision } from '../../center/access/divisions.ts';
import { enrol } from '../../center/access/enrol.ts';
import type { RunningCenter } from '../../center/app/start-center.ts';
import { noteBlob } from '../../center/store/blob-facts.ts';
import { logOf } from '../../center/store/scope.ts';
import { DEMO_DEVICE } from './diary.ts';
import { makeStandard, type DemoPlan, type SiteProfile, type StationData } from './make-demo.ts';
import { evidenceOf } from './make-shots.ts';
import type { Painter } from './painter.ts';

export type DemoCenter = Pick<RunningCenter, 'access' | 'store' | 'blobs'>;

const BATCH = 200;

/**
 * Every step of the demo may be done again: ids come from the plan, so the center answers a repeated write with the
 * receipt that it had, and what a person changed since is a conflict that stays as it is.
 */
async function write(center: DemoCenter, writes: readonly AcceptedWrite[]): Promise<void> {
  for (let start = 0; start < writes.length; start += BATCH) {
    await center.store.write(writes.slice(start, start + BATCH), { device: DEMO_DEVICE, at: center.access.clock.now(), guarded: false }, '');
    await breathe();
  }
}

function writeOf(kind: string, record: AnyRecord, base: string | null = null): AcceptedWrite {
  return { kind, base, record, version: versionOf(record), county: logOf(record.site) };
}

/** Issues the county's standard. */
export async function fillStandard(center: DemoCenter, plan: DemoPlan): Promise<void> {
  await write(center, [writeOf('standards', { ...makeStandard(plan) })]);
}

/** A station's profile, people, activities and hours; no photos yet. */
export async function fillRecords(center: DemoCenter, { station, profile, records }: StationData): Promise<void> {
  await fillProfile(center, station.code, profile);
  await write(center, records.map(({ kind, record }) => writeOf(kind, record)));
}

/** Fills in the site's record, unless somebody did already. */
async function fillProfile(center: DemoCenter, code: string, profile: SiteProfile): Promise<void> {
  const id = (await findDivision(center.access.db, code))?.siteRecord;
  const stored = id === undefined ? null : await center.store.get('sites', id);
  if (stored === null) throw new Error(`the demo's station ${code} is not among the center's divisions`);
  if (stored.record['head'] !== '') return;
  const record: AnyRecord = { ...stored.record, ...profile, by: { device: DEMO_DEVICE, person: profile.head } };
  await write(center, [writeOf('sites', record, stored.version)]);
}

/** Makes a station's pictures and stores them, each before its record. Stops between two where `signal` aborts. */
export async function fillPhotos(center: DemoCenter, { shots }: StationData, painter: Pick<Painter, 'paint'>, signal: AbortSignal): Promise<void> {
  for (const shot of shots) {
    if (signal.aborted) return;
    if ((await center.store.get('evidence', shot.id)) !== null) continue;
    const picture = await painter.paint(shot.scene, shot.pictureSeed);
    const record = evidenceOf(shot, picture);
    await keep(center, record.site, picture.hash, picture.bytes);
    await keep(center, record.site, picture.thumbHash, picture.thumb);
    await write(center, [writeOf('evidence', { ...record })]);
  }
}

async function keep({ access, blobs }: DemoCenter & { readonly blobs: BlobStore }, site: string, hash: string, bytes: Uint8Array): Promise<void> {
  const result = await blobs.put(hash, (async function* whole() {
    yield bytes;
  })(), MAX_BLOB);
  if (result.status !== 'stored') throw new Error(`a picture of the demo could not be stored: ${result.status}`);
  await noteBlob(access.db, { hash, size: result.size, site }, access.clock.now());
}

/** Gives a station a device that was in contact some hours ago, so that the county sees it as it would be. Its key is thrown away. */
export async function fillDevice({ access }: DemoCenter, { station }: StationData): Promise<void> {
  if (station.lastContactHours === null || (await listDevices(access.db, station.code)).length > 0) return;
  const made = await makeCode(access, station.code, 'station');
  if (!made.ok) throw new Error(made.error.detail);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { code } = made.value;
  const proof = sign(null, Buffer.from(`qiyou-enrol:${code}`), privateKey).toString('base64url');
  const request = { protocol: PROTOCOL, code, publicKey: publicKey.export({ format: 'jwk' }).x ?? '', proof, deviceName: `${station.shortName}的电脑（演示）` };
  const enrolled = await enrol(access, request, DEMO_DEVICE);
  if (!enrolled.ok) throw new Error(enrolled.error.detail);
  const then = access.clock.now() - station.lastContactHours * 3_600_000;
  await noteContact({ ...access, clock: { ...access.clock, now: () => then } }, enrolled.value, 0);
}
