import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { type Earshot, openEarshot } from '../../src/main.ts';
import { ensureFirstUser } from '../../src/web/auth/first-user.ts';
import { addSource } from '../../src/web/deeds/sources.ts';
import { addUser } from '../../src/web/deeds/users.ts';
import { LOCAL_OPERATOR } from '../../src/web/principal.ts';
import { type RunningApi, startApi } from '../sources/servers/api-server.ts';
import google from '../sources/servers/google-business-profile.ts';

/*
 * An agent and an approver answer what people wrote on a real server: a draft, its approval, a reply that cannot be
 * sent and goes out later, one answered by hand; in real browsers.
 */

const CHROMIUM = process.env['EARSHOT_CHROMIUM'] ?? '/usr/bin/chromium';
/** Where to put pictures of the pages; undefined: nowhere. */
const PICTURES = process.env['EARSHOT_PICTURES'];
const PASSWORD = 'a long enough password';

describe.skipIf(!existsSync(CHROMIUM))('in two browsers', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-browser-'));
  const complaints: string[] = [];
  const mentionIds: number[] = [];
  let place: RunningApi;
  let earshot: Earshot;
  let browser: Browser;
  let agent: Page;
  let approver: Page;

  beforeAll(async () => {
    place = await startApi(google);
    place.world.now = Date.now();
    const config = readConfig({
      EARSHOT_DATA: folder,
      EARSHOT_TIME_ZONE: 'UTC',
      EARSHOT_ADMIN_EMAIL: 'ada@example.com',
      EARSHOT_ADMIN_PASSWORD: PASSWORD,
      EARSHOT_ALLOW_HOSTS: place.host,
      EARSHOT_API_GATEWAYS: google.hosts.map((host) => `${host}=${place.url}`).join(','),
      EARSHOT_LOG: 'error',
      PORT: '0',
    });
    earshot = await openEarshot(config, openLog('error'));
    await earshot.startWorkers();
    const baseURL = await earshot.listen();
    await ensureFirstUser(earshot.deps.db, config, new Date());
    for (const [name, role] of [
      ['Ann', 'agent'],
      ['Ben', 'approver'],
    ] as const) {
      await addUser(earshot.deps, LOCAL_OPERATOR, {
        email: `${name.toLowerCase()}@example.com`,
        name,
        role,
        password: PASSWORD,
      });
    }
    await bringMentions();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    agent = await signIn(baseURL, 'ann@example.com');
    approver = await signIn(baseURL, 'ben@example.com');
  });

  afterAll(async () => {
    await browser?.close();
    await earshot?.close();
    await place?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function bringMentions(): Promise<void> {
    const { deps } = earshot;
    const texts = [
      'The delivery was two weeks late and the support was rude!',
      'I love the new app, great price.',
      'My parcel arrived damaged, terrible packaging.',
    ];
    for (const [index, text] of texts.entries()) {
      const at = Date.now() - 60_000 * (index + 1);
      const id = String(114_900_000_001 + index);
      place.world.posts.unshift({ id, text, author: 'Mia', stars: index === 1 ? 5 : 1, at, editedAt: at });
    }
    const settings = google.settings();
    await addSource(deps, LOCAL_OPERATOR, { name: 'Our shop', kind: 'google-business-profile', settings });
    await until(async () => {
      const [row] = await deps.db<{ n: number }>`select count(*) as n from inbox_items`;
      return row?.n === texts.length;
    });
    const rows = await deps.db<{ id: number }>`select id from mentions order by external_id`;
    mentionIds.push(...rows.map(({ id }) => id));
  }

  async function signIn(baseURL: string, email: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto('/');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    return page;
  }

  const until = (isDone: () => Promise<boolean>) =>
    vi.waitFor(async () => expect(await isDone()).toBe(true), { timeout: 60_000, interval: 100 });

  async function picture(page: Page, name: string): Promise<void> {
    if (!PICTURES) return;
    for (const [width, height] of [
      [1440, 900],
      [375, 740],
    ] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        await page.screenshot({
          path: path.join(PICTURES, `${name}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
  }

  async function fitsAt375(page: Page): Promise<void> {
    await page.setViewportSize({ width: 375, height: 740 });
    const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(sideways)).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });
  }

  /** From another page: who only reloads gives the item back with the page that goes. */
  async function open(page: Page, index: number): Promise<void> {
    await page.goto('/replies');
    await page.goto(`/inbox/${mentionIds[index]}`);
  }
  /** A page shows what was, so it is asked again. */
  const showing = (page: Page, words: string) =>
    until(async () => {
      await page.reload();
      return (await page.getByText(words, { exact: false }).count()) > 0;
    });

  test('a suggestion is begun with, changed, and sent', async () => {
    await open(agent, 1);
    await agent.getByRole('button', { name: 'A suggestion' }).click();
    const field = agent.getByLabel('Your reply');
    await field.waitFor();
    expect(await field.inputValue()).toMatch(/^Hello Mia,[\s\S]*glad/);
    await picture(agent, 'composer');
    await fitsAt375(agent);
    await field.fill('Hello Mia, thank you for your kind words about the app!');
    await agent.getByText('55 of 4096 bytes').waitFor();
    await agent.getByRole('button', { name: 'Send', exact: true }).click();
    await until(async () => place.world.replies.length === 1);
    expect(place.world.replies[0]?.text).toBe('Hello Mia, thank you for your kind words about the app!');
    await showing(agent, 'its story');
    await agent.getByRole('link', { name: 'its story' }).click();
    await agent.getByRole('heading', { name: 'Changes to what it was begun from' }).waitFor();
    await picture(agent, 'story');
    await fitsAt375(agent);
  });

  test('what is too long, unkind or unfinished is told while it is typed, and does not go out', async () => {
    await open(agent, 0);
    const field = agent.getByLabel('Your reply');
    await field.fill('x'.repeat(4_100));
    await agent.getByText('4100 of 4096 bytes: 4 too many').waitFor();
    await field.fill('Your complaint is stupid and a lie. Dear {{whom}}');
    await agent.getByText('{{whom}} is not filled in.').waitFor();
    await agent.getByText('This may read as blame').waitFor();
    await agent.getByRole('button', { name: 'Send', exact: true }).click();
    await agent.getByRole('alert').getByText('still asks for {{whom}}').waitFor();
    await picture(agent, 'refused');
    await agent.getByLabel('{{whom}}').fill('Mia');
    await agent.getByRole('button', { name: 'Keep as a draft' }).click();
    await agent.getByText('Dear Mia').first().waitFor();
    await agent.getByRole('button', { name: 'Discard' }).click();
    expect(await agent.getByLabel('Your reply').inputValue()).toBe('');
    expect(place.world.replies).toHaveLength(1);
  });

  test('where the team wants it, a reply waits for an approver, who sees what was changed', async () => {
    await earshot.deps.db`update reply_settings set needs_approval = true`;
    await open(agent, 0);
    await agent.getByRole('button', { name: 'A suggestion' }).click();
    const field = agent.getByLabel('Your reply');
    await field.fill(`${await field.inputValue()}\n\nPlease write to us.`);
    await agent.getByRole('button', { name: 'Ask for approval' }).click();
    await agent.getByText('Waits for approval').waitFor();
    await approver.goto('/replies');
    await picture(approver, 'waiting');
    await fitsAt375(approver);
    await approver.getByRole('link', { name: 'Waits for approval', exact: true }).click();
    await approver.locator('ins', { hasText: 'Please write to us.' }).first().waitFor();
    await picture(approver, 'approval');
    await fitsAt375(approver);
    await approver.getByLabel('Remark for Ann').fill('Say what we are sorry for.');
    await approver.getByRole('button', { name: 'Give it back' }).click();
    await open(agent, 0);
    await agent.getByText('Say what we are sorry for.').waitFor();
    await agent.getByLabel('Your reply').fill('Hello Mia, we are sorry that the delivery came late.');
    await agent.getByRole('button', { name: 'Ask for approval' }).click();
    await agent.getByText('Waits for approval').waitFor();
    await approver.goto('/replies');
    await approver.getByRole('link', { name: 'Waits for approval', exact: true }).click();
    await approver.getByRole('button', { name: 'Approve and send' }).click();
    await until(async () => place.world.replies.length === 2);
    await open(agent, 0);
    await showing(agent, 'approved by Ben');
  });

  test('a reply that cannot be sent says why, and goes out when somebody asks for it', async () => {
    await earshot.deps.db`update reply_settings set needs_approval = false`;
    place.world.mood = 'revoked';
    await open(agent, 2);
    await agent.getByLabel('Your reply').fill('Hello Mia, we are sorry that your parcel arrived damaged.');
    await agent.getByRole('button', { name: 'Send', exact: true }).click();
    await showing(agent, 'Could not be sent');
    await agent.getByText(/sign in again/i).waitFor();
    await picture(agent, 'failed');
    await fitsAt375(agent);
    await agent.goto('/replies?show=parked');
    await picture(agent, 'parked');
    place.world.mood = 'ok';
    await agent.getByRole('button', { name: 'Try again' }).click();
    await until(async () => place.world.replies.length === 3);
    const [item] = await earshot.deps.db<{ status: string }>`
      select status from inbox_items where mention_id = ${mentionIds[2] ?? 0}`;
    await until(async () => {
      const [row] = await earshot.deps.db<{ status: string }>`
        select status from inbox_items where mention_id = ${mentionIds[2] ?? 0}`;
      return row?.status === 'replied';
    });
    expect(['new', 'claimed', 'replied']).toContain(item?.status);
  });

  test('a saved reply is written, tried on mentions and offered where it is meant for', async () => {
    await agent.goto('/replies/saved/new');
    await agent.getByLabel('Name').fill('Late delivery');
    await agent.getByLabel('First wording').fill('Dear {{author}}, sorry. {{agent}} of {{company}}');
    await agent.getByLabel('Label').selectOption('negative');
    await agent.getByRole('button', { name: 'Try it on mentions' }).click();
    await agent.getByText('Dear Mia, sorry. Ann of My company').first().waitFor();
    await picture(agent, 'saved-form');
    await fitsAt375(agent);
    await agent.getByRole('button', { name: 'Keep it' }).click();
    await agent.getByRole('link', { name: 'Late delivery' }).waitFor();
    await picture(agent, 'saved');
    await fitsAt375(agent);
    await open(agent, 0);
    await agent.getByRole('button', { name: 'Late delivery' }).click();
    expect(await agent.getByLabel('Your reply').inputValue()).toBe('Dear Mia, sorry. Ann of My company');
    await open(agent, 1);
    expect(await agent.getByRole('button', { name: 'Late delivery' }).count()).toBe(0);
  });

  test('who takes an item over leaves its earlier holder unable to send', async () => {
    const { db } = earshot.deps;
    await db`update inbox_items set status = 'new' where mention_id = ${mentionIds[1] ?? 0}`;
    await open(agent, 1);
    await agent.getByText('You have it open').waitFor();
    await agent.getByLabel('Your reply').fill('Thank you once more, says Ann.');
    await open(approver, 1);
    await approver.getByRole('button', { name: 'Take over' }).click();
    await approver.getByText('You have it open').waitFor();
    await agent.getByLabel('Answer once more').check();
    await agent.getByRole('button', { name: 'Send', exact: true }).click();
    await agent.getByRole('alert').getByText('no longer have this item open').waitFor();
    await approver.getByLabel('Your reply').fill('Thank you once more, says Ben.');
    await approver.getByLabel('Answer once more').check();
    await approver.getByRole('button', { name: 'Send', exact: true }).click();
    await until(async () => place.world.replies.length === 4);
    expect(place.world.replies.at(-1)?.text).toContain('says Ben');
  });

  test('without a script the same can be done', async () => {
    const { db } = earshot.deps;
    await db`update inbox_items set status = 'new', claimed_by = null, claimed_until = null`;
    const context = await browser.newContext({
      baseURL: new URL(agent.url()).origin,
      javaScriptEnabled: false,
      storageState: await agent.context().storageState(),
    });
    const page = await context.newPage();
    await page.goto(`/inbox/${mentionIds[2]}`);
    await page.getByRole('button', { name: 'A suggestion' }).click();
    await page.getByLabel('Answer once more').check();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await until(async () => place.world.replies.length === 5);
    await context.close();
  });

  test('the settings say what leaves the house', async () => {
    await agent.goto('/replies/settings');
    await agent.getByText('Nothing leaves this machine').waitFor();
    expect(await agent.getByRole('button', { name: 'Save' }).count()).toBe(0);
    await picture(agent, 'settings');
    await fitsAt375(agent);
  });

  test('nothing complains in the console', () => expect(complaints).toEqual([]));
});
