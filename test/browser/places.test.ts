import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertUser, saveLocationsOf } from '../../src/store/users.ts';
import { listLocations, saveLocation } from '../../src/store/workspace.ts';
import { hashPassword } from '../../src/web/auth/passwords.ts';
import { type BrowserHouse, hasBrowser, LOGIN, openBrowserHouse, signIn } from '../support/browser-house.ts';
import { addReadSource, hear } from '../support/listening.ts';

/*
 * Somebody compares places, opens one and sets the weights; its manager sees the same place and no other; a promise is
 * written down, assessed and set beside what customers say.
 */

const MANAGER = { email: 'mill@example.com', password: 'another long password' };

describe.skipIf(!hasBrowser)('places in a browser', () => {
  let house: BrowserHouse;
  let page: Page;

  beforeAll(async () => {
    house = await openBrowserHouse({ env: { EARSHOT_TIME_ZONE: 'Europe/Berlin' } });
    const { db } = house.earshot.deps;
    const now = new Date();
    for (const [code, region] of [
      ['mill', 'North'],
      ['dock', 'North'],
      ['park', 'South'],
    ] as const) {
      await saveLocation(db, { code, name: `The ${code}`, region, country: 'DE' });
    }
    const sourceId = await addReadSource(db, 'Letters', now);
    const said = (location: string, count: number, text: string) =>
      Array.from({ length: count }, (_, at) => ({
        externalId: `${location} ${text} ${at}`,
        text: `${text} at the ${location}`,
        location,
        publishedAt: new Date(now.getTime() - (at + 1) * 3_600_000),
      }));
    await hear(db, { sourceId, now }, [
      ...said('mill', 40, 'good tea'),
      ...said('mill', 10, 'bad bread'),
      ...said('dock', 20, 'bad tea'),
      ...said('park', 3, 'good tea'),
    ]);
    const { email, password } = MANAGER;
    const passwordHash = await hashPassword(password);
    const { id } = await insertUser(db, { email, name: 'Mel Mill', role: 'manager', passwordHash, now });
    const mill = (await listLocations(db)).find(({ code }) => code === 'mill');
    await saveLocationsOf(db, id, [mill?.id ?? 0]);
    page = await openPage({ width: 1280, height: 900 });
    await signIn(page);
  });

  afterAll(() => house?.close());

  const openPage = (viewport: { width: number; height: number }): Promise<Page> =>
    house.openPage({ viewport, mayAnswer: [403, 422] });

  test('places are ranked with what is not known of them, and one opens', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Locations' }).click();
    const first = page.locator('.ranking tbody tr').first();
    await first.getByRole('rowheader', { name: /The mill/ }).waitFor();
    await page
      .locator('.ranking tr', { hasText: 'The park' })
      .getByText('not enough data', { exact: true })
      .waitFor();
    expect(await page.locator('.tree .level-region').count()).toBe(2);
    await first.getByRole('link', { name: 'The mill' }).click();
    await page.getByRole('heading', { level: 1, name: 'The mill' }).waitFor();
    // (40 − 10) / 50 is a net sentiment of 60, 80 on 0–100.
    expect(await page.locator('[data-index]').textContent()).toBe('80');
    await page.getByRole('row', { name: /bread/ }).waitFor();
  });

  test('the ranking is narrowed to a region', async () => {
    await page.goto('/locations');
    await page.getByLabel('Within').selectOption('DE/South');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.locator('.ranking tbody tr').first().getByRole('link', { name: 'The park' }).waitFor();
    expect(await page.locator('.ranking tbody tr').count()).toBe(1);
  });

  test('weights that are all 0 are refused in words; others are kept with the name of who set them', async () => {
    await page.goto('/locations');
    await page.getByText('Weights of the index').click();
    for (const field of await page.locator('#weights input[type=number]').all()) await field.fill('0');
    await page.getByRole('button', { name: 'Set the weights' }).click();
    await page.getByRole('alert').getByText('At least one part has to count').waitFor();
    await page.getByText('Weights of the index').click();
    await page.locator('#weights').getByLabel('NPS').fill('40');
    await page.getByRole('button', { name: 'Set the weights' }).click();
    await page.getByText('Weights of the index').click();
    await page.getByText('Set by Administrator').waitFor();
    expect(await page.locator('#weights').getByLabel('NPS').inputValue()).toBe('40');
  });

  test('a promise is written down, assessed, and stands beside what customers say', async () => {
    await page.goto('/promises');
    await page.getByText('Write down a promise').click();
    await page.getByLabel('The promise, as you make it').fill('The best tea in town');
    await page.getByLabel('tea').check();
    await page.getByRole('button', { name: 'Add the promise' }).click();
    await page.getByRole('heading', { level: 1, name: 'The best tea in town' }).waitFor();
    await page.getByLabel('How far is it kept').fill('95');
    await page.getByRole('button', { name: 'Say so' }).click();
    // 43 of 63 praise the tea.
    await page
      .getByText('The team says 95, customers 68: the team believes it is kept better, by 27 points.')
      .waitFor();
    await page.locator('[data-mention]', { hasText: 'bad tea at the dock' }).first().waitFor();
  });

  test('what people say is told by side', async () => {
    await page.goto('/themes');
    await page.getByRole('row', { name: /tea/ }).first().waitFor();
    await page.getByRole('heading', { name: 'Complained about' }).waitFor();
  });

  test('no page is wider than a phone', async () => {
    const phone = await openPage({ width: 375, height: 800 });
    await signIn(phone, LOGIN);
    for (const place of ['/locations', '/locations/1', '/promises', '/promises/1', '/themes']) {
      await phone.goto(place);
      const wide = await phone.evaluate('document.documentElement.scrollWidth');
      expect([place, wide]).toEqual([place, 375]);
    }
    await phone.context().close();
  });

  test('a manager sees their own place and no other', async () => {
    const own = await openPage({ width: 1280, height: 900 });
    await signIn(own, MANAGER);
    await own.getByRole('heading', { level: 1, name: 'The mill' }).waitFor();
    const links = await own.getByRole('navigation', { name: 'Main' }).getByRole('link').allTextContents();
    expect(links).toEqual(['My places']);
    expect(await own.content()).not.toContain('The dock');
    await own.goto('/locations/2');
    await own.getByText('This place is not among yours.').waitFor();
    await own.context().close();
  });

  test('the browser had nothing to complain about', () => {
    expect(house.complaints).toEqual([]);
  });
});
