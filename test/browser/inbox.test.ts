import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdsClaim } from '../../src/store/claims.ts';
import { setStatus } from '../../src/store/inbox.ts';
import {
  type BrowserHouse,
  hasBrowser,
  openBrowserHouse,
  seriousFaults,
  sidewaysScroll,
} from '../support/browser-house.ts';
import { startFeed } from './feed.ts';

/*
 * A shift of two people at the inbox, each in a browser of their own: what comes first, opening and losing an item,
 * notes, tags, snoozing, archiving and undoing, by mouse and by keys alone. Every step fails on an error in a browser's
 * console; every page is judged by axe. Longer than 250 lines, because each step stands on the one before it.
 */

const PATIENCE = { timeout: 20_000, interval: 200 };

describe.skipIf(!hasBrowser)('a shift at the inbox', () => {
  let feed: Awaited<ReturnType<typeof startFeed>>;
  let house: BrowserHouse;
  let ada: Page;
  let bo: Page;
  const people: Record<string, number> = {};

  beforeAll(async () => {
    feed = await startFeed();
    house = await openBrowserHouse({
      env: {
        EARSHOT_TIME_ZONE: 'Europe/Berlin',
        EARSHOT_ALLOW_HOSTS: feed.host,
        EARSHOT_ADMIN_EMAIL: 'admin@example.com',
      },
      hasWorkers: true,
    });
    for (const name of ['Ada', 'Bo']) people[name] = await house.addPerson(name, 'agent');
    await house.earshot.fetch(
      new Request('http://localhost/api/v1/sources', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Letters', kind: 'feed', settings: { url: feed.url, kind: 'review' } }),
      }),
    );
    ada = await openFor('Ada');
    bo = await openFor('Bo');
  });

  afterAll(async () => {
    await house?.close();
    await feed?.close();
  });

  // What somebody else has open is answered with 409.
  const openFor = (name: string) =>
    house.openAs(name, { viewport: { width: 1280, height: 900 }, mayAnswer: [401, 409] });

  async function rowsOf(page: Page): Promise<string[]> {
    await page.goto('/inbox');
    return page.locator('.inbox-text').allTextContents();
  }

  const row = (page: Page, words: string) => page.locator('.inbox-row').filter({ hasText: words });
  const lease = (page: Page) => page.locator('#lease .lease-words');

  async function openItem(page: Page, words: string): Promise<number> {
    await page.goto('/inbox');
    await row(page, words).getByRole('link', { name: words }).click();
    await page.locator('[data-item]').waitFor();
    return Number(await page.locator('[data-item]').getAttribute('data-item'));
  }

  test('complaints stand above praise, and each says why it stands there', async () => {
    await expect.poll(async () => (await rowsOf(ada)).length, { timeout: 60_000, interval: 500 }).toBe(12);
    const texts = await rowsOf(ada);
    const placeOf = (words: string) => texts.findIndex((text) => text.includes(words));
    expect(placeOf('terrible service')).toBeLessThan(placeOf('Great cake'));
    expect(placeOf('box came broken')).toBeLessThan(placeOf('opens at nine'));
    await openItem(ada, 'box came broken');
    await ada.getByRole('rowheader', { name: /Still waiting/ }).waitFor();
    await ada.getByRole('rowheader', { name: /Negative/ }).waitFor();
    await ada.getByRole('button', { name: 'Give back' }).click();
    await ada.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
  });

  test('opening an item claims it, the other one sees that at once, and takes it over with a notice', async () => {
    const id = await openItem(ada, 'terrible service');
    await lease(ada).getByText('You have it open').waitFor();
    const first = Number(await ada.locator('[data-claim-number]').inputValue());
    await openItem(bo, 'terrible service');
    await lease(bo).getByText('Ada has it open').waitFor();
    expect(await bo.getByRole('button', { name: 'Claim' }).count()).toBe(0);
    await bo.getByRole('button', { name: 'Take over' }).click();
    await lease(bo).getByText('You have it open').waitFor();
    await lease(ada).getByText('Bo has it open').waitFor({ timeout: 20_000 });
    await lease(bo)
      .getByText(/until \d/)
      .waitFor();
    await ada.getByText('took over an item you had open').waitFor();
    const second = Number(await bo.locator('[data-claim-number]').inputValue());
    expect(second).toBeGreaterThan(first);
    expect(await ada.locator('[data-claim-number]').inputValue()).toBe('');
    const holds = (name: string, claimNumber: number) =>
      house.earshot.deps.db.transaction((sql) =>
        holdsClaim(sql, { mentionId: id, userId: people[name] ?? 0, claimNumber, now: new Date() }),
      );
    // Only one of them could send now, whatever the other's page still shows.
    expect(await holds('Ada', first)).toBe(false);
    expect(await holds('Ada', second)).toBe(false);
    expect(await holds('Bo', second)).toBe(true);
    await ada.getByRole('button', { name: 'Got it' }).click();
    await ada.getByText('took over an item you had open').waitFor({ state: 'detached' });
  });

  test('who reloads an item keeps it, and who leaves it gives it back', async () => {
    await openItem(bo, 'terrible service');
    await lease(bo).getByText('You have it open').waitFor();
    await bo.reload();
    await bo.waitForLoadState('networkidle');
    await lease(bo).getByText('You have it open').waitFor();
    await ada.goto('/inbox');
    await row(ada, 'terrible service').getByText('has it open').waitFor();
    await bo.goto('/feed');
    await ada.goto('/inbox');
    await expect
      .poll(async () => row(ada, 'terrible service').textContent(), PATIENCE)
      .not.toContain('has it open');
  });

  test('a note that names somebody puts the item before them', async () => {
    await openItem(ada, 'app is bad');
    await ada.getByLabel('New note').fill('@bo, you know the app. Whose is this?');
    await ada.getByRole('button', { name: 'Keep the note' }).click();
    await ada.locator('.note-text', { hasText: 'Whose is this?' }).waitFor();
    await bo.goto('/inbox?view=mine');
    await bo.getByText('named you in a note').waitFor();
    await row(bo, 'app is bad').waitFor();
    await row(bo, 'app is bad').getByRole('link', { name: 'app is bad' }).click();
    await bo.locator('.note-text', { hasText: 'Whose is this?' }).waitFor();
  });

  test('several are archived at once and taken back', async () => {
    await ada.goto('/inbox');
    for (const words of ['opens at nine', 'three pages']) await row(ada, words).getByRole('checkbox').check();
    await ada.getByText('Do the same to 2 selected items').waitFor();
    await ada.getByRole('button', { name: 'Archive them' }).click();
    await ada.getByText('2 items archived.').waitFor();
    expect(await row(ada, 'three pages').count()).toBe(0);
    await ada.getByRole('button', { name: 'Take it back' }).click();
    await ada.getByText('Taken back for 2 items.').waitFor();
    await row(ada, 'three pages').waitFor();
  });

  test('a search keeps its words in the address and finds other forms of them', async () => {
    await ada.goto('/inbox');
    await ada.getByRole('searchbox', { name: 'Search' }).fill('boxes');
    await ada.getByRole('button', { name: 'Show items' }).click();
    await row(ada, 'box came broken').waitFor();
    expect(await ada.locator('.inbox-row').count()).toBe(1);
    expect(new URL(ada.url()).search).toBe('?text=boxes');
  });

  test('the whole list can be worked by keys, and no key acts while somebody types', async () => {
    await ada.goto('/inbox');
    await ada.keyboard.press('j');
    const focused = () => ada.evaluate('document.activeElement.id') as Promise<string>;
    const first = await focused();
    expect(first).toMatch(/^item-\d+$/);
    await ada.keyboard.press('j');
    expect(await focused()).not.toBe(first);
    await ada.keyboard.press('k');
    expect(await focused()).toBe(first);
    await ada.keyboard.press('x');
    expect(await ada.locator(`#${first} input[type=checkbox]`).isChecked()).toBe(true);
    await ada.locator(`#${first}`).focus();
    await ada.keyboard.press('x');
    await ada.locator(`#${first}`).focus();
    await ada.keyboard.press('a');
    await ada.getByText('1 item assigned.').waitFor();
    await ada.locator(`#${first}`).getByText('assigned to you').waitFor();
    // The next one is at hand after each deed.
    expect(await focused()).toMatch(/^item-\d+$/);
    await ada.locator(`#${first}`).focus();
    await ada.keyboard.press('e');
    await ada.getByText('1 item archived.').waitFor();
    expect(await ada.locator(`#${first}`).count()).toBe(0);
    await ada.keyboard.press('z');
    await ada.getByText('Taken back for 1 item.').waitFor();
    await ada.locator(`#${first}`).focus();
    await ada.keyboard.press('s');
    await ada.getByText('1 item snoozed.').waitFor();
    await ada.keyboard.press('/');
    await ada.keyboard.type('je?');
    expect(await ada.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('je?');
    await ada.keyboard.press('Escape');
    await ada.locator('.inbox-row').first().focus();
    await ada.keyboard.press('?');
    await ada.getByRole('dialog').getByText('archive it').waitFor();
    await ada.keyboard.press('Escape');
    await ada.keyboard.press('c');
    await ada.locator('[data-item]').waitFor();
    await lease(ada).getByText('You have it open').waitFor();
    await ada.keyboard.press('n');
    await ada.keyboard.type('checked');
    expect(await ada.getByLabel('New note').inputValue()).toBe('checked');
  });

  test('a key does to all that are selected what it does to one, and leads to the answer', async () => {
    await ada.goto('/inbox');
    const boxes = ada.locator('.inbox-row input[type=checkbox]');
    await boxes.nth(0).check();
    // The box that was clicked has the focus now, and is nothing to type in.
    await ada.keyboard.press('j');
    await ada.keyboard.press('x');
    await ada.keyboard.press('a');
    await ada.getByText('2 items assigned.').waitFor();
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await ada.keyboard.press('e');
    await ada.getByText('2 items archived.').waitFor();
    await ada.keyboard.press('z');
    await ada.getByText('Taken back for 2 items.').waitFor();
    await ada.locator('.inbox-row').first().focus();
    await ada.keyboard.press('r');
    await ada.waitForURL(/reply-text$/);
    const writing = ada.locator('#reply-text');
    await ada.keyboard.type('Sorry');
    expect(await writing.inputValue()).toBe('Sorry');
    await writing.blur();
    await ada.keyboard.press('r');
    await ada.keyboard.type('!');
    expect(await writing.inputValue()).toContain('!');
  });

  test('an answered item is done, and an edit of its author brings it back', async () => {
    const id = await openItem(ada, 'cold soup');
    await house.earshot.deps.db.transaction(async (sql) => {
      const at = { mentionId: id, actor: 'Ada', now: new Date() };
      await setStatus(sql, { ...at, status: 'replied', detail: { how: 'sent', userId: people['Ada'] } });
    });
    await lease(ada).getByText('It is answered').waitFor({ timeout: 20_000 });
    await ada.goto('/inbox/performance');
    await ada.getByRole('row', { name: /Ada/ }).waitFor();
    await ada.goto('/inbox?view=done');
    await row(ada, 'cold soup').waitFor();
    feed.edit('cold soup', 'A terrible service, and the soup is still cold');
    await house.earshot.fetch(new Request('http://localhost/api/v1/sources/1/fetch', { method: 'POST' }));
    await expect.poll(() => rowsOf(ada), PATIENCE).toContainEqual(expect.stringContaining('still cold'));
    await openItem(ada, 'still cold');
    await ada.getByText('opened it again: the author edited it').waitFor();
  });

  test('axe finds no serious fault on any page of the inbox, wide or narrow, light or dark', async () => {
    await openItem(ada, 'terrible service');
    const item = new URL(ada.url()).pathname;
    for (const colorScheme of ['light', 'dark'] as const) {
      await ada.emulateMedia({ colorScheme });
      for (const width of [1440, 375]) {
        await ada.setViewportSize({ width, height: 900 });
        for (const place of ['/inbox', '/inbox?view=done', item, '/inbox/settings', '/inbox/performance']) {
          await ada.goto(place);
          expect(await seriousFaults(ada), `${place} ${width} ${colorScheme}`).toEqual([]);
          expect(await sidewaysScroll(ada), `${place} at ${width}`).toBe(0);
        }
      }
    }
  });

  test('nothing was complained about in either console', () => {
    expect(house.complaints).toEqual([]);
  });
});
