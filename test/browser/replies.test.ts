import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { addSource } from '../../src/web/deeds/sources.ts';
import { LOCAL_OPERATOR } from '../../src/web/principal.ts';
import google from '../sources/servers/google-business-profile.ts';
import { hasBrowser, seriousFaults, sidewaysScroll } from '../support/browser-house.ts';
import { openReviewDesk, type ReviewDesk } from './review-desk.ts';

/*
 * An agent and an approver answer what people wrote on a real server: a draft, its approval, a reply that cannot be
 * sent and goes out later, one answered by hand; in real browsers.
 */

/** Where to put pictures of the pages; undefined: nowhere. */
const PICTURES = process.env['EARSHOT_PICTURES'];

describe.skipIf(!hasBrowser)('in two browsers', () => {
  const mentionIds: number[] = [];
  let desk: ReviewDesk;
  let place: ReviewDesk['place'];
  let house: ReviewDesk['house'];
  let agent: Page;
  let approver: Page;

  beforeAll(async () => {
    desk = await openReviewDesk();
    ({ place, house } = desk);
    await bringMentions();
    agent = await openFor('Ann');
    approver = await openFor('Ben');
  });

  afterAll(() => desk?.close());

  async function bringMentions(): Promise<void> {
    const { deps } = house.earshot;
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

  const openFor = (name: string) => house.openAs(name, { viewport: { width: 1440, height: 900 } });

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
    expect(await sidewaysScroll(page)).toBe(0);
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
    await house.earshot.deps.db`update reply_settings set needs_approval = true`;
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
    await house.earshot.deps.db`update reply_settings set needs_approval = false`;
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
    const [item] = await house.earshot.deps.db<{ status: string }>`
      select status from inbox_items where mention_id = ${mentionIds[2] ?? 0}`;
    await until(async () => {
      const [row] = await house.earshot.deps.db<{ status: string }>`
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
    const { db } = house.earshot.deps;
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
    const { db } = house.earshot.deps;
    await db`update inbox_items set status = 'new', claimed_by = null, claimed_until = null`;
    const context = await house.browser.newContext({
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

  test('a rule is switched on only with the agreement that Google asks for, and all are stopped at once', async () => {
    await approver.goto('/replies/automatic');
    await approver.getByText('Add a rule').click();
    await approver.getByLabel('Name').fill('Thanks');
    await approver.getByLabel('Language').selectOption('en');
    await approver.getByRole('button', { name: 'Keep it, switched off' }).click();
    const rule = approver.locator('.reply-given', { hasText: 'Thanks' });
    expect(await rule.getByRole('button', { name: 'Switch on' }).count()).toBe(0);
    await approver.getByLabel('Google wants the owner’s agreement').fill('Ada, contract of May 2');
    await approver.getByRole('button', { name: 'Record the agreement' }).click();
    await rule.getByRole('button', { name: 'Switch on' }).click();
    await approver.getByText('Thanks (on)').waitFor();
    await approver.getByRole('button', { name: 'Switch them on' }).click();
    await approver.getByText('Automatic replies are on.').first().waitFor();
    await picture(approver, 'automatic');
    await fitsAt375(approver);
    await approver.getByRole('button', { name: 'Stop all of them now' }).click();
    await approver.getByText('Nothing waits to go out any longer').waitFor();
  });

  test('an item is handed over to a desk that an administrator has set up', async () => {
    const admin = await openFor('Ada');
    await admin.goto('/replies/desks');
    await admin.getByText('Webhook', { exact: true }).click();
    await admin.locator('details[open]').getByLabel('Name').fill('Workshop');
    await admin
      .locator('details[open]')
      .getByLabel('Address that takes the events')
      .fill(`${place.url}/workshop`);
    await picture(admin, 'desks');
    await fitsAt375(admin);
    await admin.locator('details[open]').getByRole('button', { name: 'Add it' }).click();
    await admin.getByText('whsec_').first().waitFor();
    await open(agent, 0);
    await agent.getByText('Hand over to a help desk').click();
    await agent.getByLabel('Note for them').fill('Where is the parcel?');
    await agent.getByRole('button', { name: 'Hand it over' }).click();
    // This place does not know the address: the refusal is told, and the item can be taken back.
    await showing(agent, 'could not be handed over to');
    await picture(agent, 'handed-over');
    await fitsAt375(agent);
    await agent.getByRole('button', { name: 'Take it back' }).click();
    await showing(agent, 'taken back from');
    await admin.context().close();
  });

  test('what replies change says when there is not enough data', async () => {
    await agent.goto('/replies/effect');
    await agent.getByText('not enough data').first().waitFor();
    await picture(agent, 'effect');
    await fitsAt375(agent);
  });

  test('no page about replies has a serious fault of accessibility', async () => {
    const paths = ['', '/saved', '/saved/new', '/automatic', '/effect', '/desks', '/settings', '/1'];
    for (const path of [...paths.map((one) => `/replies${one}`), `/inbox/${mentionIds[0]}`]) {
      await approver.goto(path);
      expect(await seriousFaults(approver), path).toEqual([]);
    }
  });

  test('nothing complains in the console', () => expect(house.complaints).toEqual([]));
});
