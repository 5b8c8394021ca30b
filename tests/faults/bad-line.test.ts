import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '#shared/ports/random.ts';
import { BadLine, Direction, SEGMENT, WORST, type LineQuality } from '../support/bad-line.ts';
import { EchoServer, transfer } from '../support/raw-tcp.ts';

const CLEAR: LineQuality = { bitsPerSecond: 64_000, latencyMs: 400, jitterMs: 0, loss: 0, resets: 0 };

/** When the last of so many full segments arrives that are sent at once. */
function lastOf(quality: LineQuality, segments: number, seed = 1): { readonly at: number; readonly lost: number } {
  const direction = new Direction(quality, seededRandom(seed));
  let at = 0;
  let lost = 0;
  for (let n = 0; n < segments; n += 1) {
    const arrival = direction.send(0, SEGMENT, at);
    if (arrival === null) throw new Error('it broke');
    at = arrival.at;
    lost += arrival.lost;
  }
  return { at, lost };
}

describe('the bad line’s arithmetic', () => {
  it('has the rate that it says: 64 kbit/s are 8,000 bytes a second, and the way comes once on top', () => {
    const { at, lost } = lastOf(CLEAR, 1_000);
    expect(lost).toBe(0);
    expect(at).toBeCloseTo((1_000 * SEGMENT) / 8 + 400, 6);
  });

  it('loses a fifth of what is sent, each time that it is sent, and pays for every time', () => {
    const segments = 5_000;
    const { at, lost } = lastOf({ ...WORST, resets: 0 }, segments);
    // Of each segment on average 1 / (1 - loss) copies are sent.
    expect(lost / segments).toBeGreaterThan(0.25 * 0.93);
    expect(lost / segments).toBeLessThan(0.25 * 1.07);
    const goodput = (segments * SEGMENT * 8_000) / at;
    expect(goodput).toBeGreaterThan(64_000 * 0.8 * 0.97);
    expect(goodput).toBeLessThan(64_000 * 0.8 * 1.03);
  });

  it('delays a lost segment by 200, 600, 1,400 … ms, and nothing behind it on its connection overtakes it', () => {
    const direction = new Direction({ ...CLEAR, bitsPerSecond: 1e12, loss: 0.5 }, seededRandom(3));
    let before = 0;
    for (let n = 0; n < 200; n += 1) {
      const arrival = direction.send(0, SEGMENT, before);
      if (arrival === null) throw new Error('it broke');
      expect(arrival.at).toBeGreaterThanOrEqual(before);
      expect(arrival.at).toBeGreaterThanOrEqual(400 + 200 * (2 ** arrival.lost - 1));
      before = arrival.at;
    }
  });

  it('does the same again from the same seed, and something else from another', () => {
    const quality = { ...WORST, resets: 0 };
    expect(lastOf(quality, 300, 7)).toEqual(lastOf(quality, 300, 7));
    expect(lastOf(quality, 300, 7)).not.toEqual(lastOf(quality, 300, 8));
  });

  it('breaks connections as often as it says', () => {
    const direction = new Direction({ ...CLEAR, resets: 0.05 }, seededRandom(5));
    const broken = Array.from({ length: 4_000 }, () => direction.send(0, SEGMENT)).filter((arrival) => arrival === null).length;
    expect(broken).toBeGreaterThan(160);
    expect(broken).toBeLessThan(240);
  });
});

describe('the bad line', () => {
  let far: EchoServer;
  let line: BadLine;

  beforeEach(async () => {
    far = await EchoServer.open();
  });
  afterEach(async () => {
    await line.close();
    await far.close();
  });

  it('carries bytes at its rate by the real clock, there and back, unaltered and in order', async () => {
    line = await BadLine.open(() => far.port, { bitsPerSecond: 400_000, latencyMs: 50, jitterMs: 5, loss: 0, resets: 0 }, seededRandom(1));
    const bytes = Buffer.from(seededRandom(9).bytes(50_000));
    const began = performance.now();
    const back = await transfer(line.port, bytes);
    const took = performance.now() - began;
    expect(back.equals(bytes)).toBe(true);
    // 50,000 bytes take a second each way at 50,000 bytes a second; the way back begins when the first arrive.
    expect(took).toBeGreaterThan(1_000 + 2 * 50 - 20);
    expect(took).toBeLessThan(1_000 + 2 * 50 + 600);
    expect(line.figures).toMatchObject({ connections: 1, up: 50_000, down: 50_000, lost: 0, resets: 0 });
  });

  it('still brings everything where much is lost, only later', async () => {
    line = await BadLine.open(() => far.port, { bitsPerSecond: 4_000_000, latencyMs: 5, jitterMs: 5, loss: 0.2, resets: 0 }, seededRandom(2));
    const bytes = Buffer.from(seededRandom(9).bytes(30_000));
    expect((await transfer(line.port, bytes)).equals(bytes)).toBe(true);
    expect(line.figures.lost).toBeGreaterThan(0);
  });

  it('breaks a connection in the middle of what it carries, for both sides', async () => {
    line = await BadLine.open(() => far.port, { bitsPerSecond: 4_000_000, latencyMs: 1, jitterMs: 0, loss: 0, resets: 0.2 }, seededRandom(4));
    await expect(transfer(line.port, Buffer.alloc(200_000))).rejects.toThrow(/ECONNRESET|EPIPE|closed/);
    expect(line.figures.resets).toBe(1);
    await expect.poll(() => far.open).toBe(0);
  });

  it('is cut and restored', async () => {
    line = await BadLine.open(() => far.port, { ...CLEAR, bitsPerSecond: 8_000_000, latencyMs: 1 }, seededRandom(4));
    line.cut();
    await expect(transfer(line.port, Buffer.from('one'))).rejects.toThrow();
    line.restore();
    expect(String(await transfer(line.port, Buffer.from('two')))).toBe('two');
  });

  it('accepts and says nothing, and what was silent stays silent when it is restored', async () => {
    line = await BadLine.open(() => far.port, { ...CLEAR, bitsPerSecond: 8_000_000, latencyMs: 1 }, seededRandom(4));
    line.silence();
    let answered = 0;
    const waiting = await new Promise<Socket>((done) => {
      const socket = far.connectTo(line.port, () => done(socket));
    });
    waiting.on('data', () => (answered += 1)).write('hello?');
    line.restore();
    expect(String(await transfer(line.port, Buffer.from('anyone?')))).toBe('anyone?');
    expect(answered).toBe(0);
    expect(waiting.destroyed).toBe(false);
    waiting.destroy();
  });
});

it('a closed port beyond the line is a broken connection, not an error of the line', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise<void>((done) => server.close(() => done()));
  const line = await BadLine.open(() => port, CLEAR, seededRandom(1));
  await expect(transfer(line.port, Buffer.from('hello'))).rejects.toThrow();
  await line.close();
});
