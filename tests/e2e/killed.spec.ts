import { expect, test, type Page } from '@playwright/test';
import { seededRandom } from '#shared/ports/random.ts';
import { photoFiles } from './support/photo-files.ts';
import { atAMoment, between, faultRounds } from '../support/kill-loop.ts';
import { addActivity, enrol, open, openActivity, pill } from './support/steps.ts';
import { Center, Machine } from './support/world.ts';

const STATION = '211122001006';
const SEED = Number(process.env['QIYOU_FAULT_SEED'] ?? '1');
const ROUNDS = faultRounds(4);
const ALL_RECEIVED = '全部已送达中心';

/** What dies in a round; the person at the keyboard notices when the next thing does not work. */
const VICTIMS = ['browser', 'both', 'host', 'browser'] as const;

let center: Center;
let machine: Machine;

test.beforeEach(async () => {
  center = await Center.open();
  machine = await Machine.open(center);
});

test.afterEach(async () => {
  await machine.close();
  await center.close();
});

/** What the screen confirmed as saved. */
interface Confirmed {
  readonly titles: string[];
  photos: number;
}

test('C1 host and browser are killed at random moments while a person saves: what the screen confirmed is there, and nothing is called received that the center does not have', async () => {
  test.setTimeout(90_000 + ROUNDS * 60_000);
  await enrol(machine, center, STATION, 'station');
  await expect(pill(machine.page)).toContainText(ALL_RECEIVED);
  const files = await photoFiles(machine.page, ROUNDS, 800, 600);
  const confirmed: Confirmed = { titles: [], photos: 0 };
  const random = seededRandom(SEED);

  for (let round = 0; round < ROUNDS; round += 1) {
    const victim = VICTIMS[round % VICTIMS.length] ?? 'both';
    const killed = new AbortController();
    const person = saveUntil(killed.signal, machine.page, confirmed, { round, photo: files[round] ?? '' });
    await atAMoment(random, { from: 1_500, to: 10_000 }, async () => {
      if (victim !== 'host') await machine.killBrowser();
      if (victim !== 'browser') await machine.killHost();
      killed.abort();
    });
    await person;
    // Sometimes the center's power goes too, and what was on its way is neither here nor there.
    if (between(random, 0, 2) === 1) {
      await center.kill();
      await center.start();
    }
    await machine.start();
    await expectAllThere(machine.page, confirmed);
    await expectHonest(machine.page, confirmed);
  }

  expect(confirmed.titles.length).toBeGreaterThan(ROUNDS / 2);
  await expect(pill(machine.page)).toContainText(ALL_RECEIVED, { timeout: 60_000 });
  const received = titlesAtCenter();
  expect(confirmed.titles.filter((title) => received.filter((other) => other === title).length !== 1)).toEqual([]);
  const photos = await center.photosOnDisk();
  expect(photos.filter(({ name, hash }) => name !== hash)).toEqual([]);
  expect(photos.length).toBeGreaterThanOrEqual(2 * confirmed.photos);
  console.warn(`killed ${ROUNDS} times; ${confirmed.titles.length} activities and ${confirmed.photos} photos confirmed, all received`);
});

/** Saves activities, and a photo with the first, until it is over; whatever breaks before that is a fault. */
async function saveUntil(over: AbortSignal, page: Page, confirmed: Confirmed, { round, photo }: { readonly round: number; readonly photo: string }): Promise<void> {
  page.setDefaultTimeout(15_000);
  try {
    for (let n = 1; !over.aborted; n += 1) {
      const title = `第${round + 1}轮活动${n}`;
      await addActivity(page, title);
      confirmed.titles.push(title);
      if (n === 1) {
        await addOnePhoto(page, photo);
        confirmed.photos += 1;
      }
    }
  } catch (error) {
    await stopped(over, error);
  }
}

async function addOnePhoto(page: Page, file: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '添加照片' }).first().click();
  await (await chooser).setFiles(file);
  await expect(page.getByRole('button', { name: /^打开照片/ })).toHaveCount(1, { timeout: 15_000 });
}

/** The step that was under way when something was killed may fail; it is given the time to be told of it. */
async function stopped(over: AbortSignal, error: unknown): Promise<void> {
  await expect.poll(() => over.aborted, { message: String(error), timeout: 10_000 }).toBe(true);
}

async function expectAllThere(page: Page, { titles }: Confirmed): Promise<void> {
  await open(page, '活动');
  const search = page.getByPlaceholder(/查找活动/);
  for (const title of titles) {
    // A long list holds only the rows that are in sight.
    await search.fill(title);
    await expect(page.getByText(title, { exact: true }).first(), title).toBeVisible();
  }
  await search.fill('');
  const last = titles.at(-1);
  if (last !== undefined) await openActivity(page, last);
}

/** Each row that says so, and the pill where it does: the center has them. */
async function expectHonest(page: Page, { titles }: Confirmed): Promise<void> {
  await open(page, '活动');
  const rows = page.getByRole('row').filter({ hasText: '中心已收到' });
  const called = (await rows.allInnerTexts()).flatMap((text) => titles.filter((title) => text.includes(`${title}\n`) || text.includes(`${title}\t`)));
  const all = await pill(page).innerText();
  const there = titlesAtCenter();
  const claimed = all.includes(ALL_RECEIVED) ? titles : called;
  expect(claimed.filter((title) => !there.includes(title))).toEqual([]);
}

function titlesAtCenter(): string[] {
  return center.query("SELECT body FROM records WHERE kind = 'activities'").map((row) => (JSON.parse(String(row['body'])) as { readonly title: string }).title);
}
