import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { DayInput } from '../../../renderer/ui/day-input.tsx';

let root: Root | null = null;

afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
});

it('takes a day as people type it, and shows it in one way', async () => {
  const days: string[] = [];
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(<DayInput aria-label="日期" value="2026-06-01" onChange={(day) => days.push(day)} />);
  const input = page.getByLabelText('日期');
  await expect.element(input).toHaveValue('2026-06-01');
  for (const typed of ['20261123', '2026-3-5', '2026/3/5', '2026.3.5']) {
    await input.fill(typed);
    await userEvent.keyboard('{Enter}');
  }
  expect(days).toEqual(['2026-11-23', '2026-03-05', '2026-03-05', '2026-03-05']);
});
