import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vacuumWhereDue } from '../../src/store/vacuum.ts';
import {
  type BrowserHouse,
  faults,
  hasBrowser,
  openBrowserHouse,
  sidewaysScroll,
  signIn,
} from '../support/browser-house.ts';

/*
 * The KPIs page over the sample company, on a phone and in the dark, in a real browser.
 */

describe.skipIf(!hasBrowser)('the KPIs page in a browser', () => {
  let house: BrowserHouse;
  let page: Page;

  beforeAll(async () => {
    house = await openBrowserHouse({ prepare: ({ deps }) => deps.sample.load(deps) });
    page = await house.openPage({ viewport: { width: 375, height: 740 }, colorScheme: 'dark' });
    await signIn(page);
  }, 300_000);

  afterAll(() => house?.close());

  test('shows the numbers of the sample with its events, target and benchmark', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'KPIs' }).click();
    const nps = page.locator('#kpi-nps');
    await nps.getByText('Target +45').first().waitFor();
    await nps.getByText('made up for the sample company').waitFor();
    await page.getByRole('list', { name: 'What happened' }).getByText('parcels stuck').waitFor();
    expect(await nps.locator('svg .mark').count()).toBeGreaterThan(1);
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('what surveys, customers and orders bring has a number', async () => {
    const all = await page
      .locator('input[name="kpi"]')
      .evaluateAll((inputs) => inputs.map((input) => `kpi=${input.getAttribute('value')}`));
    await page.goto(`/kpis?days=180&${all.join('&')}`);
    await page.locator('[data-rest]').waitFor({ state: 'detached' });
    const cards = page.locator('.kpi-card');
    const missing = await cards.filter({ hasText: 'No number yet' }).locator('h2').allTextContents();
    // No feed is read here, so what is reckoned from mentions is left to the store's own tests.
    expect(missing).not.toContain('NPS');
    expect(missing).not.toContain('CSAT');
    expect(missing).not.toContain('CES');
    expect(missing).not.toContain('Retention rate');
    expect(missing).not.toContain('Repeat purchase rate');
    expect(missing).not.toContain('Customer lifetime value');
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('what takes long to add up comes by itself, and by a link where there is no script', async () => {
    await house.earshot.deps.db`
      insert into orders (source_id, external_id, customer_external_id, amount_e2, currency, ordered_at)
      select (select max(id) from sources), 'many-' || n, 'c' || n % 5000, 1000, 'EUR',
             now() - n % 80 * interval '1 day'
        from generate_series(1, 20000) as n`;
    await vacuumWhereDue(house.earshot.deps.db);
    const reader = await house.openPage({
      javaScriptEnabled: false,
      storageState: await page.context().storageState(),
    });
    await reader.goto('/kpis?kpi=nps&kpi=repeat-purchase&days=365');
    const late = reader.locator('#kpi-repeat-purchase');
    await late.getByText('Being added up.').waitFor();
    await late.getByRole('link', { name: 'Show all numbers' }).click();
    await late.getByText('customers who ordered').first().waitFor();
    await reader.context().close();

    await page.goto('/kpis?kpi=nps&kpi=repeat-purchase&days=180');
    await page.locator('#kpi-repeat-purchase').getByText('customers who ordered').first().waitFor();
    await page.getByRole('heading', { name: 'Does sentiment go before' }).waitFor();
    expect(await page.locator('[data-rest]').count()).toBe(0);
  });

  test('numbers are chosen and narrowed with the keyboard alone', async () => {
    await page.goto('/kpis');
    await page.getByText('Which numbers').focus();
    await page.keyboard.press('Enter');
    const churn = page.getByRole('checkbox', { name: 'Churn' });
    await churn.focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Show', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Churn' }).waitFor();
    expect(new URL(page.url()).searchParams.getAll('kpi')).toContain('churn');
  });

  test('places are set side by side with the keyboard alone, and the address can be shared', async () => {
    await page.goto('/kpis?days=180&kpi=nps&kpi=csat');
    await page.getByText('Side by side (nothing chosen)').focus();
    await page.keyboard.press('Enter');
    for (const place of ['Fernwheel Berlin Kreuzberg', 'United Kingdom: every place']) {
      await page.getByRole('checkbox', { name: place, exact: true }).focus();
      await page.keyboard.press('Space');
    }
    await page.getByRole('button', { name: 'Show', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Side by side (2 places)').waitFor();
    const columns = page.locator('.compared-table thead th');
    expect((await columns.allInnerTexts()).map((words) => words.trim())).toEqual([
      'Number',
      'A Fernwheel Berlin Kreuzberg',
      'B United Kingdom',
      'Everything',
    ]);
    const ends = page.locator('#kpi-csat svg.members-chart .member-end');
    expect((await ends.allTextContents()).toSorted()).toEqual(['A', 'B']);
    expect(new URL(page.url()).searchParams.getAll('places')).toHaveLength(2);
    await page.reload();
    expect(await columns.count()).toBe(4);
  });

  test('lines side by side are told apart by more than colour', async () => {
    const styles = (await page.evaluate(
      `[...document.querySelectorAll('#kpi-csat .members-chart > path.member-line:not(.member-all)')]
         .map((line) => getComputedStyle(line))
         .map(({ stroke, strokeDasharray }) => ({ stroke, strokeDasharray }))`,
    )) as { stroke: string; strokeDasharray: string }[];
    expect(new Set(styles.map(({ stroke }) => stroke)).size).toBe(2);
    expect(new Set(styles.map(({ strokeDasharray }) => strokeDasharray)).size).toBe(2);
  });

  test('axe finds nothing side by side, wide or narrow, light or dark, and no page moves sideways', async () => {
    const six = ['DE', 'GB', 'FR', 'IT', 'ES', 'DE%2FBerlin'].map((place) => `places=${place}`).join('&');
    for (const [width, colorScheme] of [
      [1440, 'light'],
      [375, 'light'],
      [375, 'dark'],
    ] as const) {
      const reader = await house.openPage({
        viewport: { width, height: 800 },
        colorScheme,
        mayAnswer: [422],
        storageState: await page.context().storageState(),
      });
      for (const address of [
        `/kpis?days=365&kpi=nps&kpi=csat&kpi=lifetime-value&kpi=repeat-purchase&${six}`,
        '/kpis?kpi=nps&places=DE&touchpoints=buy',
      ]) {
        await reader.goto(address);
        await reader.locator('[data-rest]').waitFor({ state: 'detached' });
        expect(await faults(reader), `${address} at ${width}, ${colorScheme}`).toEqual([]);
        expect(await sidewaysScroll(reader)).toBe(0);
      }
      await reader.context().close();
    }
  });

  test('stands side by side without a script as well', async () => {
    const reader = await house.openPage({
      javaScriptEnabled: false,
      viewport: { width: 375, height: 740 },
      storageState: await page.context().storageState(),
    });
    await reader.goto('/kpis?days=180&kpi=nps');
    await reader.getByText('Side by side (nothing chosen)').click();
    await reader.getByRole('checkbox', { name: 'Germany: every place', exact: true }).check();
    await reader.getByRole('button', { name: 'Show', exact: true }).click();
    await reader.locator('#kpi-nps').getByRole('rowheader', { name: 'A Germany' }).waitFor();
    await reader.getByRole('link', { name: 'Back to one at a time' }).click();
    await reader.getByText('Side by side (nothing chosen)').waitFor();
    await reader.context().close();
  });

  test('detractors open to people and their words', async () => {
    await page.goto('/kpis?days=180');
    await page
      .locator('#kpi-nps')
      .getByRole('link', { name: /detractors/ })
      .click();
    await page.getByRole('heading', { name: 'NPS: detractors' }).waitFor();
    await page.locator('blockquote').first().waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('a target is set and shown, an event is marked and taken away', async () => {
    await page.goto('/kpis/notes');
    await page.getByLabel('Number with a target').selectOption({ label: 'CES' });
    await page.getByLabel('Target', { exact: true }).fill('5,5');
    await page.getByRole('button', { name: 'Set the target' }).click();
    await page.getByText('5.50').waitFor();
    await page.getByLabel('What happened').fill('A new till');
    await page.getByLabel('First day').fill(new Date().toISOString().slice(0, 10));
    await page.getByRole('button', { name: 'Mark it' }).click();
    await page.getByRole('button', { name: 'Remove A new till' }).click();
    await page.getByText('A new till').waitFor({ state: 'detached' });
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('the sample takes its own notes along and leaves those of people', async () => {
    await house.earshot.deps.sample.remove(house.earshot.deps);
    await page.goto('/kpis/notes');
    await page.getByText('Nothing is marked yet.').waitFor();
    await page.getByText('There is no benchmark yet.').waitFor();
    await page.getByText('5.50').waitFor();
  });

  test('nothing complains in the console', () => expect(house.complaints).toEqual([]));
});
