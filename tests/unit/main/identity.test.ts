import { createHmac } from 'node:crypto';
import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openIdentity, type Identity } from '../../../main/services/identity/identity.ts';
import { MemoryLog, temporaryFolder } from '../../support/host.ts';

const ANNA = '0190b4f2-8a3b-7c1d-9e2f-00000000000a';
const BO = '0190b4f2-8a3b-7c1d-9e2f-00000000000b';
const NUMBER = '21112219900101123X';
const KEY = Buffer.alloc(32, 7).toString('base64url');

const open = (path: string, key: string | null = KEY, log = new MemoryLog()): Promise<Identity> => openIdentity(path, () => key, log);
const newPath = async (): Promise<string> => join(await temporaryFolder(), 'identity', 'numbers.jsonl');

describe('ID numbers', () => {
  it('stay here; a mask and a keyed hash may travel', async () => {
    const identity = await open(await newPath());
    const hash = createHmac('sha256', Buffer.alloc(32, 7)).update(NUMBER).digest('hex');
    expect(await identity.keep(ANNA, NUMBER)).toEqual({ masked: '211122********123X', hash });
    expect(identity.read(ANNA)).toBe(NUMBER);
    expect(identity.read(BO)).toBeNull();
  });

  it('hash alike however they were typed', async () => {
    const identity = await open(await newPath());
    const { hash } = await identity.keep(ANNA, NUMBER);
    expect((await identity.keep(BO, ' ２１１１２２ 19900101 123x ')).hash).toBe(hash);
  });

  it('are there after a restart, the last one typed, and forgotten ones are not', async () => {
    const path = await newPath();
    const identity = await open(path);
    await identity.keep(ANNA, '1');
    await Promise.all([identity.keep(ANNA, NUMBER), identity.keep(BO, NUMBER)]);
    await identity.keep(BO, '');
    const again = await open(path);
    expect(again.read(ANNA)).toBe(NUMBER);
    expect(again.read(BO)).toBeNull();
    expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(1);
  });

  it('survive a line that a crash tore', async () => {
    const path = await newPath();
    await (await open(path)).keep(ANNA, NUMBER);
    await appendFile(path, '{"volunteer":"0190b4f2-8a');
    const log = new MemoryLog();
    const again = await open(path, KEY, log);
    expect(again.read(ANNA)).toBe(NUMBER);
    await again.keep(BO, '2');
    expect((await open(path)).read(BO)).toBe('2');
    expect(log.lines).toHaveLength(1);
  });

  it('have no hash before the county’s key is known', async () => {
    const identity = await open(await newPath(), null);
    expect(await identity.keep(ANNA, NUMBER)).toEqual({ masked: '211122********123X', hash: '' });
  });

  it('can be read by their owner alone', async () => {
    const path = await newPath();
    await (await open(path)).keep(ANNA, NUMBER);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});
