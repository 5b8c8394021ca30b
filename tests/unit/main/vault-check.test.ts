import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Reference } from '#shared/bridge/vault.ts';
import { failed, ok } from '#shared/protocol/errors.ts';
import { hashOf } from '#shared/schema/version.ts';
import { createPhotoSource, type PhotoSourceOptions } from '../../../main/services/vault/photo-source.ts';
import { VaultChecker } from '../../../main/services/vault/vault-check.ts';
import { openVault } from '../../../main/services/vault/vault.ts';
import { MemoryLog, openTestHost, temporaryFolder } from '../../support/host.ts';

const RECORD = '0192f0c1-0000-7000-8000-0000000000e1';
const photos = [1, 2, 3, 4].map((seed) => new Uint8Array(1_000).fill(seed));
const hashes = photos.map(hashOf);
const [fine = '', altered = '', missing = '', elsewhere = ''] = hashes;

const NOT_THERE = failed({ kind: 'refused' as const, code: 'notFound' as const, detail: '' });
const OFFLINE = failed({ kind: 'offline' as const, detail: '' });

function named(hash: string, here = true): Reference {
  return { hash, record: RECORD, part: 'picture', name: '包饺子.jpg', day: '2026-05-20', here };
}

/** A vault with a whole photo and an altered one; one is missing, and one was never here. */
async function makeCheck(download: PhotoSourceOptions['download']) {
  const folder = await temporaryFolder();
  const log = new MemoryLog();
  const vault = await openVault({ folder, log, freeBytes: () => Promise.resolve(1e12) });
  for (const [index, bytes] of photos.slice(0, 3).entries()) await vault.put(hashes[index] ?? '', bytes);
  await truncate(join(folder, altered.slice(0, 2), altered), 10);
  await rm(join(folder, missing.slice(0, 2), missing));
  const references = new Map([fine, altered, missing].map((hash) => [hash, [named(hash)]])).set(elsewhere, [named(elsewhere, false)]);
  const source = createPhotoSource({ vault, download, log });
  return { vault, log, checker: new VaultChecker({ vault, book: { byHash: () => references }, source, log }) };
}

async function checked(checker: VaultChecker) {
  checker.start();
  await checker.ended();
  return checker.status();
}

describe('checking the vault', () => {
  it('names what is missing and what is altered with the records that name it, and says that the center has it not', async () => {
    const { checker, log } = await makeCheck(() => Promise.resolve(NOT_THERE));
    const records = [{ record: RECORD, part: 'picture', name: '包饺子.jpg', day: '2026-05-20' }];
    expect(await checked(checker)).toEqual({
      state: 'done',
      checked: 3,
      total: 3,
      found: 2,
      mended: 0,
      findings: [
        { hash: altered, problem: 'altered', outcome: 'notThere', records },
        { hash: missing, problem: 'missing', outcome: 'notThere', records },
      ],
    });
    expect(log.lines.join('\n')).toContain(`photo ${missing} is missing (notThere); named by picture of ${RECORD}`);
  });

  it('fetches both from the center where it has them', async () => {
    const { checker, vault } = await makeCheck(async (hash) => ok(photos[hashes.indexOf(hash)] ?? new Uint8Array()));
    expect(await checked(checker)).toMatchObject({ found: 2, mended: 2 });
    expect(await vault.read(altered)).toEqual(photos[1]);
    expect(await vault.read(missing)).toEqual(photos[2]);
    expect(await checked(checker)).toMatchObject({ state: 'done', checked: 3, found: 0 });
  });

  it('keeps nothing that the center sends altered', async () => {
    const { checker, vault } = await makeCheck(() => Promise.resolve(ok(new Uint8Array([9]))));
    expect(await checked(checker)).toMatchObject({ found: 2, mended: 0, findings: [{ outcome: 'notKept' }, { outcome: 'notKept' }] });
    expect(await vault.has(altered)).toBe(false);
  });

  it('does not ask a dead line for each of hundreds', async () => {
    const download = vi.fn<PhotoSourceOptions['download']>(() => Promise.resolve(OFFLINE));
    const folder = await temporaryFolder();
    const log = new MemoryLog();
    const vault = await openVault({ folder, log });
    const lost = Array.from({ length: 200 }, (_, index) => hashOf(new Uint8Array([index])));
    const checker = new VaultChecker({ vault, book: { byHash: () => new Map(lost.map((hash) => [hash, [named(hash)]])) }, source: createPhotoSource({ vault, download, log }), log });
    expect(await checked(checker)).toMatchObject({ found: 200, mended: 0 });
    expect(download).toHaveBeenCalledTimes(2);
  });

  it('stops where it is told to', async () => {
    const { checker } = await makeCheck(() => Promise.resolve(NOT_THERE));
    checker.start();
    checker.stop();
    await checker.ended();
    expect(checker.status()).toMatchObject({ state: 'stopped', checked: 0, total: 3 });
  });
});

describe('the host', () => {
  it('checks its vault with the records that the window told of, also after a restart', async () => {
    const host = await openTestHost();
    await host.dispatch('photo.put', { hash: fine, bytes: photos[0] });
    expect(await host.dispatch('vault.refer', { replica: '211122101200', from: 0, entries: [named(fine), named(missing)], end: 'whole' })).toEqual({ taken: true });
    const again = await openTestHost({ data: host.data });
    await again.dispatch('vault.check', { act: 'start' });
    await again.checker.ended();
    expect(await again.dispatch('vault.check', { act: 'status' })).toMatchObject({ state: 'done', total: 2, findings: [{ hash: missing, problem: 'missing', outcome: 'unreachable' }] });
  });
});
