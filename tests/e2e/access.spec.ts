import { expect, test } from '@playwright/test';
import { activity } from '../support/make-record.ts';
import { enrol, pill, addActivity, open } from './support/steps.ts';
import { Center, Machine } from './support/world.ts';

const OWN = '211122001004';
const OTHER = '211122001005';

let center: Center;

test.beforeEach(async () => {
  center = await Center.open();
});

test.afterEach(async () => center.close());

test('a station’s credential neither reads nor writes another station, and the audit trail says that it tried', async () => {
  const stranger = await center.device(OWN, 'station');
  const neighbour = await center.device(OTHER, 'station');
  const theirs = activity({ site: OTHER, title: '邻村的活动' });
  expect(await neighbour.push('activities', theirs)).toMatchObject({ status: 'accepted' });

  const { results, pull } = await stranger.exchange([{ kind: 'activities', base: null, record: activity({ site: OTHER, title: '冒名的活动' }) }], { from: { activities: {} }, limit: 100 });
  expect(results[0]).toMatchObject({ status: 'refused', reason: { code: 'outOfScope', field: 'site' } });
  expect(pull?.changes).toEqual([]);
  expect(await stranger.push('activities', { ...theirs, title: '改了邻村的' }, theirs)).toMatchObject({ status: 'refused' });
  expect(center.query("SELECT body FROM records WHERE kind = 'activities'").map((row) => (JSON.parse(String(row['body'])) as { readonly title: string }).title)).toEqual(['邻村的活动']);
  expect(await center.cli('audit')).toMatch(new RegExp(`scopeRefused.*${stranger.id}`));
  expect(await center.cli('audit', '--verify')).toContain('whole');
});

test('P2 of many records one is bad: that one comes back with a reason that a person can act on, the rest land', async () => {
  const device = await center.device(OWN, 'station');
  const records = Array.from({ length: 20 }, (_, index) => activity({ site: OWN, title: index === 7 ? '' : `活动 ${index}` }));
  const { results } = await device.exchange(records.map((record) => ({ kind: 'activities', base: null, record })));
  expect(results.map((result) => result.status)).toEqual(records.map((_, index) => (index === 7 ? 'refused' : 'accepted')));
  expect(results[7]).toMatchObject({ reason: { code: 'invalid', field: 'title' } });
});

test('a revoked device stops at once, keeps all it has, and sends it once it is registered again', async () => {
  const machine = await Machine.open(center);
  try {
    await enrol(machine, center, OWN, 'station');
    await addActivity(machine.page, '停用前的活动');
    await expect(pill(machine.page)).toContainText('全部已送达中心');
    const device = /^(\S+)\s+station/m.exec(await center.cli('devices'))?.[1] ?? '';
    await center.cli('revoke', device);
    await expect(pill(machine.page)).toContainText('本机已被中心停用');
    await addActivity(machine.page, '停用后的活动');
    await open(machine.page, '活动');
    await expect(machine.page.getByText('停用前的活动')).toBeVisible();
    await expect(machine.page.getByText('停用后的活动')).toBeVisible();
    const received = (): unknown => center.query("SELECT count(*) AS n FROM records WHERE kind = 'activities'")[0]?.['n'];
    expect(received()).toBe(1);

    await open(machine.page, '送达情况');
    await machine.page.getByRole('button', { name: '填写新的登记码' }).click();
    await machine.page.getByLabel('一次性登记码').fill(await center.code(OWN, 'station'));
    await machine.page.getByRole('button', { name: '登记', exact: true }).click();
    await expect(pill(machine.page)).toContainText('全部已送达中心');
    expect(received()).toBe(2);
  } finally {
    await machine.close();
  }
});
