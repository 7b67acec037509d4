import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAlerts } from '../../src/store/alerts.ts';
import {
  type BrowserHouse,
  hasBrowser,
  openBrowserHouse,
  sidewaysScroll,
  signIn,
} from '../support/browser-house.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { startFeed } from './feed.ts';

/*
 * A shift of somebody on call in a real browser: a rule is made, an alert comes in and is taken, given, resolved or
 * called false; a rule is tried on the past; a digest is looked at and sent.
 */

describe.skipIf(!hasBrowser)('a shift in a browser', () => {
  let receiver: Receiver;
  let feed: Awaited<ReturnType<typeof startFeed>>;
  let sourceId: number;
  let house: BrowserHouse;
  let page: Page;

  beforeAll(async () => {
    receiver = await startReceiver();
    feed = await startFeed();
    house = await openBrowserHouse({
      env: { EARSHOT_TIME_ZONE: 'Europe/Berlin', EARSHOT_ALLOW_HOSTS: `${receiver.host},${feed.host}` },
      hasWorkers: true,
    });
    page = await house.openPage({ viewport: { width: 375, height: 740 }, timezoneId: 'Asia/Tokyo' });
    await signIn(page);
  });

  afterAll(async () => {
    await house?.close();
    await receiver?.close();
    await feed?.close();
  });

  async function call<Answer>(method: string, at: string, body?: object): Promise<Answer> {
    const answer = await house.earshot.fetch(
      new Request(`http://localhost/api/v1${at}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
    expect(answer.ok).toBe(true);
    const said = await answer.text();
    return (said ? JSON.parse(said) : undefined) as Answer;
  }

  /** A new letter in the feed, which is read at once. */
  async function hear(text: string): Promise<void> {
    feed.add(text);
    await call('POST', `/sources/${sourceId}/fetch`);
  }

  test('a source is read, whose past raises nothing', async () => {
    const made = await call<{ id: number }>('POST', '/sources', {
      name: 'Letters',
      settings: { url: feed.url },
    });
    sourceId = made.id;
    const isCounted = async () => {
      const { scores } = await call<{ scores: { n: number }[] }>('GET', '/scores');
      return scores.reduce((sum, { n }) => sum + n, 0) > 0;
    };
    await expect.poll(isCounted, { timeout: 30_000 }).toBe(true);
  });

  test('a destination is set up, and a test reaches it', async () => {
    await page.goto('/settings/destinations');
    await page.locator('#add-slack summary').click();
    await page.locator('#add-slack').getByLabel('Name').fill('On call');
    await page
      .locator('#add-slack')
      .getByLabel('Address of the incoming webhook')
      .fill(`${receiver.url}/slack`);
    await page.locator('#add-slack').getByRole('button', { name: 'Add it' }).click();
    await page.getByText('“On call” is set up').waitFor();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1);
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('a rule shows only the fields of its kind, and its alert reaches the page and the destination', async () => {
    await page.goto('/alerts/rules/new');
    await page.getByLabel('Name').fill('Law and safety');
    await page.getByLabel('What to look for').selectOption('metric');
    expect(await page.getByLabel('Sensitivity').isVisible()).toBe(false);
    expect(await page.locator('[name="metric"]').isVisible()).toBe(true);
    await page.getByLabel('What to look for').selectOption('mention');
    expect(await page.locator('[name="metric"]').isVisible()).toBe(false);
    await page.getByLabel('legal').check();
    await page.getByLabel('Minutes before it may raise another alert').fill('0');
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('button', { name: 'Make the rule' }).click();
    await page.getByText('words of a risk (legal)').waitFor();
    await hear('My lawyer will sue you for this terrible accident');
    await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(2);
    expect(receiver.received[1]?.body).toContain('Law and safety');
  });

  test('the alert is taken with a note, given to somebody, and resolved; all of it is written down', async () => {
    await page.goto('/alerts');
    await page.getByRole('link', { name: 'Everything: Law and safety', exact: true }).click();
    await page.getByText('My lawyer will sue you').first().waitFor();
    await page.getByLabel('Note (may stay empty)').fill('calling them');
    await page.getByRole('button', { name: 'I am on it' }).click();
    await page.getByText('warning · somebody is on it').waitFor();
    await page.getByLabel('In charge').selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Put in charge' }).click();
    await page.getByText(/given to/).waitFor();
    await page.getByRole('button', { name: 'Resolved' }).click();
    await page.getByText('warning · resolved').waitFor();
    const timeline = page.locator('.timeline');
    for (const words of ['raised', 'acknowledged', 'calling them', 'given to', 'resolved']) {
      await timeline.getByText(words).first().waitFor();
    }
    expect(await sidewaysScroll(page)).toBe(0);
    await expect.poll(() => receiver.received.at(-1)?.body ?? '', { timeout: 30_000 }).toContain('Resolved.');
  });

  test('a false one is called so, and the rule is measured by it', async () => {
    await hear('My lawyer will sue my coffee machine in court, what a joke');
    await expect
      .poll(async () => (await listAlerts(house.earshot.deps.db, { isOpen: true, limit: 9 })).length, {
        timeout: 30_000,
      })
      .toBe(1);
    await page.goto('/alerts');
    await page
      .getByRole('region', { name: 'Open' })
      .getByRole('link', { name: 'Everything: Law and safety' })
      .click();
    await page.getByRole('button', { name: 'It was a false alarm' }).click();
    await page.getByText('warning · false alarm').waitFor();
    await page.goto('/alerts/rules');
    await page.getByText('1 right, 1 false, 0 missed: precision 50').waitFor();
    await page.goto('/alerts');
    const times = page.getByRole('region', { name: 'The last 90 days' });
    await times.getByRole('link', { name: /Law and safety, .*resolved/ }).waitFor();
    await times.getByRole('link', { name: /Law and safety, .*false alarm/ }).press('Enter');
    await page.getByText('warning · false alarm').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('what a rule missed is typed by the clock of who types, counted, and taken back', async () => {
    await page.goto('/alerts/rules');
    await page.getByRole('link', { name: 'Law and safety' }).click();
    await page.getByText('It missed something').click();
    await page.getByLabel('When it began (Asia/Tokyo)').fill('2026-03-20T14:30');
    await page.getByLabel('What it was').fill('a call in the night');
    await page.getByRole('button', { name: 'Count it as missed' }).click();
    await page.getByText('1 right, 1 false, 1 missed: precision 50').waitFor();
    const mark = page.getByRole('list', { name: 'What it missed' });
    expect(await mark.locator('time').getAttribute('datetime')).toBe('2026-03-20T05:30:00.000Z');
    expect(await sidewaysScroll(page)).toBe(0);
    await mark.getByRole('button', { name: 'It was none' }).click();
    await page.getByText('1 right, 1 false, 0 missed').waitFor();
  });

  test('a rule is tried on the past before it is made', async () => {
    await page.goto('/alerts/rules/new');
    await page.getByLabel('Name').fill('Court');
    await page.getByLabel('What to look for').selectOption('mention');
    await page.getByLabel('One of these words').fill('court');
    await page.getByRole('button', { name: 'Try it on the past' }).click();
    await page.getByText('1 alert in the last 60 days').waitFor();
    await page.getByLabel('Days of the past').selectOption('7');
    await page.getByRole('button', { name: 'Try it on the past' }).click();
    await page.getByText('1 alert in the last 7 days').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('a digest is looked at, made and sent at once', async () => {
    await page.goto('/digests/new');
    await page.getByLabel('Name').fill('Morning');
    await page.getByLabel('Everything').check();
    await page.getByLabel('On call').check();
    await page.getByRole('button', { name: 'See what it would say' }).click();
    await page.getByRole('heading', { name: 'What it would say today' }).waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('button', { name: 'Make the digest' }).click();
    await page.getByRole('button', { name: 'Send this one now' }).click();
    await page.getByText('because somebody asked for it').waitFor();
    const isThere = () => receiver.received.some(({ body }) => body.includes('Morning: '));
    await expect.poll(isThere, { timeout: 30_000 }).toBe(true);
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('nothing complains in the console', () => expect(house.complaints).toEqual([]));
});
