import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type BrowserHouse,
  hasBrowser,
  openBrowserHouse,
  sidewaysScroll,
  signIn,
} from '../support/browser-house.ts';

/*
 * From a correction to a rule, and a drawn sample checked by keys alone, in a real browser.
 */

describe.skipIf(!hasBrowser)('in a browser', () => {
  let house: BrowserHouse;
  let page: Page;

  beforeAll(async () => {
    house = await openBrowserHouse({ hasWorkers: true });
    const rows = Array.from({ length: 12 }, (_, i) => `${i},2026-03-01,The lesson number ${i} was sick`);
    await house.earshot.fetch(
      new Request('http://localhost/api/v1/imports/mentions?source=Letters', {
        method: 'POST',
        body: `id,date,text\n${rows.join('\n')}\n`,
      }),
    );
    page = await house.openPage({ viewport: { width: 375, height: 740 } });
    await signIn(page);
  });

  afterAll(() => house?.close());

  test('a sample is checked with one key a mention, and a slip is taken back', async () => {
    await page.goto('/settings/accuracy');
    await page.getByLabel('How many').fill('10');
    await page.getByRole('button', { name: 'Draw and begin' }).click();
    await page.getByText('0 of 10 done').first().waitFor();
    await page.keyboard.press('1');
    await page.getByText('1 of 10 done').first().waitFor();
    await page.getByText('The last one: you said positive, Earshot negative').waitFor();
    await page.keyboard.press('u');
    await page.getByText('0 of 10 done').first().waitFor();
    for (let done = 1; done <= 10; done += 1) {
      await page.keyboard.press('3');
      if (done < 10) await page.getByText(`${done} of 10 done`).first().waitFor();
    }
    await page.getByRole('link', { name: 'See how often Earshot is right' }).click();
    await page.locator('.score-value', { hasText: '100' }).waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('a correction proposes a rule, the preview says what it changes, applying it changes the past', async () => {
    await page.goto('/feed');
    const mention = page.locator('[data-mention]').first();
    await mention.getByRole('button', { name: 'positive' }).click();
    await page.getByRole('link', { name: '“sick” counts as positive (+2)' }).click();
    await page.getByRole('heading', { name: '“sick” would change 11 labels' }).waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('button', { name: 'Apply the rule' }).click();
    // Followed live while the past is counted again.
    await page.getByText('12 negative to positive').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('button', { name: 'Undo it: remove the rule' }).click();
    await page.getByText('There is no rule yet.').waitFor();
  });

  test('nothing complains in the console', () => expect(house.complaints).toEqual([]));
});
