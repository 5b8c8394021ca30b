import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { PROFILE, refusal, startFakeCenter } from '../../support/fake-center.ts';
import { openTestHost, temporaryFolder } from '../../support/host.ts';

/** A data folder with the file that a county hands out. */
async function folderWith(content: unknown): Promise<string> {
  const data = await temporaryFolder();
  await writeFile(join(data, 'enrol.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return data;
}

const enrolFiles = async (data: string): Promise<string[]> => (await readdir(data)).filter((name) => name.startsWith('enrol.'));

describe('enrolment by a file in the data folder', () => {
  it('enrols a host that is not enrolled, and takes the file away', async () => {
    const center = await startFakeCenter();
    const data = await folderWith({ center: center.url, code: 'ABCD-EFGH', deviceName: '活动室电脑' });
    const host = await openTestHost({ data });
    await vi.waitFor(async () => expect(await enrolFiles(data)).toEqual([]));
    expect(await host.dispatch('link.enrolment', null)).toMatchObject({ device: PROFILE.device, center: center.url });
    expect(host.told.map(({ event }) => event)).toContain('link.enrolment');
  });

  it('reads a file with a byte order mark, as Windows writes it', async () => {
    const center = await startFakeCenter();
    const data = await folderWith(`\uFEFF${JSON.stringify({ center: center.url, code: 'ABCD', deviceName: '' })}`);
    const host = await openTestHost({ data });
    await vi.waitFor(async () => expect(await host.dispatch('link.enrolment', null)).toMatchObject({ device: PROFILE.device }));
  });

  it('sets a refused file aside, with the reason in the log', async () => {
    const center = await startFakeCenter();
    center.answers.set('POST /v1/enrol', () => refusal(409, { kind: 'refused', code: 'usedCode', detail: 'the code was used already' }));
    const data = await folderWith({ center: center.url, code: 'ABCD', deviceName: '' });
    const host = await openTestHost({ data });
    await vi.waitFor(async () => expect(await enrolFiles(data)).toEqual(['enrol.refused.json']));
    expect(host.log.lines.join('\n')).toContain('usedCode, the code was used already');
    expect(await host.dispatch('link.enrolment', null)).toBeNull();
  });

  it.each(['not JSON', '{"center":"http://127.0.0.1:1"}', '{"center":"","code":"","deviceName":""}'])('sets aside a file that says nothing: %s', async (content) => {
    const data = await folderWith(content);
    const host = await openTestHost({ data });
    await vi.waitFor(async () => expect(await enrolFiles(data)).toEqual(['enrol.refused.json']));
    expect(host.log.lines.some((line) => line.startsWith('error enrol.json was refused'))).toBe(true);
  });

  it('keeps the file while there is no way to the center, tries again, and at last is enrolled', async () => {
    const center = await startFakeCenter();
    const { url } = center;
    const port = Number(new URL(url).port);
    await center.stop();
    const data = await folderWith({ center: url, code: 'ABCD', deviceName: '' });
    const host = await openTestHost({ data });
    await vi.waitFor(() => expect(host.timers.waiting).toContain(2_000));
    expect(await enrolFiles(data)).toEqual(['enrol.json']);
    await center.start(port);
    host.timers.move(2_000);
    await vi.waitFor(async () => expect(await enrolFiles(data)).toEqual([]));
    expect(await host.dispatch('link.enrolment', null)).toMatchObject({ device: PROFILE.device });
  });

  it('leaves a host alone that is enrolled already', async () => {
    const center = await startFakeCenter();
    const data = await folderWith({ center: center.url, code: 'ABCD', deviceName: '' });
    const first = await openTestHost({ data });
    await vi.waitFor(async () => expect(await enrolFiles(data)).toEqual([]));
    await first.close();
    await writeFile(join(data, 'enrol.json'), JSON.stringify({ center: center.url, code: 'EFGH', deviceName: '' }));
    const again = await openTestHost({ data });
    await vi.waitFor(async () => expect(await again.dispatch('link.connection', null)).toMatchObject({ state: 'online' }));
    expect(center.count('POST /v1/enrol')).toBe(1);
    expect(await enrolFiles(data)).toEqual(['enrol.json']);
  });
});
