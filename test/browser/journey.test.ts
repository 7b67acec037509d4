import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BrowserHouse, hasBrowser, LOGIN, openBrowserHouse, signIn } from '../support/browser-house.ts';
import { startFeed } from './feed.ts';

/*
 * A person's way through the product in a real browser: sign in, add a source, see what it brings, read why,
 * correct it, see the number move, take it back. Every step fails on an error in the browser's console.
 * Longer than 250 lines, because each step stands on the one before it.
 */

describe.skipIf(!hasBrowser)('in a browser', () => {
  let feed: Awaited<ReturnType<typeof startFeed>>;
  let house: BrowserHouse;
  let page: Page;

  beforeAll(async () => {
    feed = await startFeed();
    house = await openBrowserHouse({
      env: { EARSHOT_TIME_ZONE: 'Europe/Berlin', EARSHOT_ALLOW_HOSTS: feed.host },
      hasWorkers: true,
    });
    page = await openPage({ width: 1280, height: 900 });
  });

  afterAll(async () => {
    await house?.close();
    await feed?.close();
  });

  const openPage = (viewport: { width: number; height: number }, options = {}): Promise<Page> =>
    // A form sent back with a mistake answers 422.
    house.openPage({ viewport, mayAnswer: [401, 403, 404, 422], ...options });

  const complaint = () => page.locator('[data-mention]').filter({ hasText: 'terrible' });

  test('a wrong password is refused in plain words, the right one opens the overview', async () => {
    await page.goto('/feed');
    await page.getByLabel('E-mail address').fill(LOGIN.email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('do not belong together').waitFor();
    await signIn(page);
    await page.getByRole('heading', { level: 1, name: 'Nothing to hear yet' }).waitFor();
  });

  test('a source is previewed, added, and its mentions show up without a reload', async () => {
    await page.getByRole('link', { name: 'Add a feed' }).click();
    await page.getByLabel('Address').fill(feed.url);
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('heading', { name: 'Letters to the shop' }).waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Letters to the shop');
    await page.getByRole('button', { name: 'Add the source' }).click();
    await page.getByRole('heading', { level: 1, name: 'Letters to the shop' }).waitFor();
    await page.goto('/');
    await page.getByRole('heading', { name: 'Day by day' }).waitFor({ timeout: 60_000 });
  });

  test('a mention says why it was labelled as it was', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Feed' }).click();
    await complaint().locator('.badge', { hasText: 'negative' }).waitFor();
    await complaint().locator('mark.pull-negative', { hasText: 'terrible' }).waitFor();
    await complaint().getByText('Why negative?').click();
    await complaint()
      .getByRole('row', { name: /terrible/ })
      .first()
      .waitFor();
  });

  test('a correction changes the label and the score, and undo takes both back', async () => {
    const before = await scoreOfEverything();
    await page.goto('/feed');
    await complaint().getByRole('button', { name: 'positive' }).click();
    await complaint().getByText('Corrected by Administrator, was negative.').waitFor();
    expect(new URL(page.url()).hash).toMatch(/^#mention-\d+$/);
    expect(await scoreOfEverything()).toBeGreaterThan(before);
    await page.goto('/feed');
    await complaint().getByRole('button', { name: 'Undo' }).click();
    await complaint().locator('.badge', { hasText: 'negative' }).waitFor();
    expect(await scoreOfEverything()).toBe(before);
  });

  async function scoreOfEverything(): Promise<number> {
    await page.goto('/');
    const shown = await page.locator('.mood [data-score]').textContent();
    return Number(shown?.replace('\u2212', '-'));
  }

  test('the filters stand beside the mentions, and each one in use can be taken away', async () => {
    await page.goto('/feed');
    await page.getByRole('form', { name: 'Filters' }).getByLabel('Label').selectOption('negative');
    await page.getByLabel('Words in the text').fill('terrible');
    await page.getByRole('button', { name: 'Show mentions' }).click();
    const inUse = page.getByRole('list', { name: 'Filters in use' });
    await inUse.getByRole('link', { name: '“terrible”' }).click();
    await page.waitForURL((url) => !url.searchParams.has('text'));
    expect(await page.locator('.mention-positive').count()).toBe(0);
    await inUse.getByRole('link', { name: 'negative' }).click();
    await page.locator('.mention-positive').first().waitFor();
  });

  test('a source gets another name and another address, a wrong address is refused', async () => {
    await page.goto('/sources/1');
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Address').fill('http://nowhere.invalid/letters.xml');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('alert').getByText('nowhere.invalid').waitFor();
    await page.getByLabel('Address').fill(`${feed.url}?again`);
    await page.getByLabel('Name').fill('Letters');
    await page.getByRole('button', { name: 'Save the changes' }).click();
    await page.getByRole('heading', { level: 1, name: 'Letters' }).waitFor();
    await page.getByText('letters.xml?again').waitFor();
  });

  test('an admin adds somebody, gives them another role and a new password', async () => {
    await page.goto('/settings');
    await page.getByText('Add somebody').click();
    const added = page.locator('#add-person');
    await added.getByLabel('E-mail address').fill('grace@example.com');
    await added.getByRole('button', { name: 'Add and show a password' }).click();
    await page.getByText('grace@example.com can sign in').waitFor();
    const row = page.locator('.rows li', { hasText: 'grace@example.com' });
    await row.getByText('Role and password').click();
    await row.getByLabel('Role').selectOption('agent');
    await row.getByRole('button', { name: 'Change the role' }).click();
    await page.getByText('grace@example.com is now agent.').waitFor();
    await row.getByText('Role and password').click();
    await row.getByRole('button', { name: 'Set the password' }).click();
    await page.locator('code.token').waitFor();
  });

  test('what somebody may not do is said in plain words', async () => {
    const viewer = await openPage({ width: 1280, height: 900 });
    await page.goto('/settings');
    const row = page.locator('.rows li', { hasText: 'grace@example.com' });
    await row.getByText('Role and password').click();
    await row.getByLabel('New password').fill('another long password');
    await row.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('is signed out everywhere').waitFor();
    await signIn(viewer, { email: 'grace@example.com', password: 'another long password' });
    await viewer.goto('/topics/new');
    await viewer.getByRole('heading', { level: 1, name: 'You may not do this' }).waitFor();
    await viewer.context().close();
  });

  test('new mentions are announced while somebody reads the feed', async () => {
    await page.goto('/feed');
    await page.locator('[data-mention]').first().waitFor();
    feed.add('Such a wonderful new letter');
    const other = await openPage({ width: 1280, height: 900 });
    await signIn(other);
    await other.goto('/sources');
    await other.getByRole('button', { name: 'Read now' }).click();
    await other.waitForURL('**/sources#source-1');
    await other.context().close();
    await page.getByRole('link', { name: '1 new mention – show' }).click();
    await page.getByText('wonderful new letter').waitFor();
  });

  test('the keys walk through the mentions and correct the one in focus', async () => {
    await page.goto('/feed');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const second = page.locator('[data-mention]').nth(1);
    await second.and(page.locator(':focus')).waitFor();
    const id = await second.getAttribute('data-mention');
    await page.keyboard.press('2');
    const corrected = page.locator(`[data-mention="${id}"]`);
    await corrected.getByText('Corrected by').waitFor();
    await corrected.getByRole('button', { name: 'Undo' }).click();
    await corrected.locator('.correction').waitFor({ state: 'detached' });
    // The undo has loaded the page anew; its keys answer once the script is there.
    await page.waitForLoadState('load');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  });

  test('a topic with a broken query points at the mistake, the mended one is saved', async () => {
    await page.goto('/topics/new');
    await page.getByLabel('Name').fill('Service');
    await page.getByRole('textbox', { name: 'Query' }).fill('service AND (slow');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.locator('.pointer', { hasText: '^' }).waitFor();
    await page.getByRole('textbox', { name: 'Query' }).fill('service OR staff');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Mentions with “service” or “staff”.').waitFor();
    await page.getByRole('button', { name: 'Add the topic' }).click();
    await page.getByRole('heading', { level: 1, name: 'Service' }).waitFor();
  });

  test('without scripts, on a phone, nothing is lost and nothing scrolls sideways', async () => {
    const phone = await openPage({ width: 375, height: 812 }, { javaScriptEnabled: false });
    await signIn(phone);
    for (const path of [
      '/',
      '/feed',
      '/topics',
      '/topics/1',
      '/topics/new',
      '/sources',
      '/sources/1',
      '/sources/1/edit',
      '/settings',
      '/nowhere',
      '/api/docs',
    ]) {
      await phone.goto(path);
      const { height, width } = await phone.locator('html').evaluate((html) => ({
        height: html.scrollHeight,
        width: html.scrollWidth,
      }));
      expect(height).toBeGreaterThan(300);
      expect([path, width]).toEqual([path, 375]);
    }
    await phone.goto('/feed');
    const first = phone.locator('[data-mention]').first();
    await first.getByRole('button', { name: 'neutral' }).click();
    await phone.locator('.correction').first().waitFor();
    await phone.locator('[data-mention]').first().getByRole('button', { name: 'Undo' }).click();
    await phone.locator('.correction').waitFor({ state: 'detached' });
    // Not the page alone: Chromium never answers the request to close one that is still on its way to the next.
    await phone.context().close();
  });

  test('signing out ends the session', async () => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.goto('/feed');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  });

  test('the browser had nothing to complain about on the way', () => {
    expect(house.complaints).toEqual([]);
  });
});
