import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { addSource } from '../../src/web/deeds/sources.ts';
import { LOCAL_OPERATOR } from '../../src/web/principal.ts';
import google from '../sources/servers/google-business-profile.ts';
import { hasBrowser, seriousFaults, sidewaysScroll } from '../support/browser-house.ts';
import { openReviewDesk, type ReviewDesk } from './review-desk.ts';

/*
 * A whole shift of two people over a place that takes replies: an empty inbox fills, one claims and drafts, the other
 * approves, it is sent; one fails and is tried again; some are snoozed, many are dealt with at once. Every state of the
 * pages on the way is judged by axe, wide and narrow. Longer than 250 lines, because each step stands on the one before
 * it.
 */

const REVIEWS = [
  { text: 'The delivery was two weeks late and the support was rude!', stars: 1 },
  { text: 'My parcel arrived damaged, terrible packaging.', stars: 1 },
  { text: 'When does the shop open on Sundays?', stars: 3 },
  { text: 'The app is slow and awful since the update.', stars: 2 },
  { text: 'A lovely shop, great people.', stars: 5 },
  { text: 'Good prices, excellent bread.', stars: 5 },
  { text: 'Friendly staff, I will come again.', stars: 4 },
] as const;

describe.skipIf(!hasBrowser)('a whole shift of two people', () => {
  let desk: ReviewDesk;
  let place: ReviewDesk['place'];
  let house: ReviewDesk['house'];
  let ann: Page;
  let ben: Page;

  beforeAll(async () => {
    desk = await openReviewDesk();
    ({ place, house } = desk);
    ann = await openFor('Ann');
    ben = await openFor('Ben');
  });

  afterAll(() => desk?.close());

  const openFor = (name: string) => house.openAs(name, { viewport: WIDE, mayAnswer: [409] });

  const until = (isDone: () => Promise<boolean>) =>
    vi.waitFor(async () => expect(await isDone()).toBe(true), { timeout: 60_000, interval: 100 });
  const row = (page: Page, words: string) => page.locator('.inbox-row').filter({ hasText: words });
  const lease = (page: Page) => page.locator('#lease .lease-words');
  const reply = (page: Page) => page.getByLabel('Your reply');
  const select = async (page: Page, ...all: string[]) => {
    for (const words of all) await row(page, words).getByRole('checkbox').check();
  };

  async function openItem(page: Page, words: string): Promise<void> {
    await page.goto('/inbox');
    await row(page, words).getByRole('link', { name: words }).click();
    await lease(page).getByText('You have it open').waitFor();
  }

  /** A page shows what was, so it is asked again. */
  const showing = (page: Page, words: string) =>
    until(async () => {
      await page.reload();
      return (await page.getByText(words).count()) > 0;
    });

  /** The page as it stands, in both widths and both schemes of colours. */
  async function isFitForAll(page: Page, state: string): Promise<void> {
    for (const [size, colorScheme] of [
      [NARROW, 'dark'],
      [WIDE, 'light'],
    ] as const) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      expect(await seriousFaults(page), `${state} at ${size.width}`).toEqual([]);
      expect(await sidewaysScroll(page), `${state} at ${size.width}`).toBe(0);
    }
  }

  test('an empty inbox says so in each of its views, and fills', async () => {
    for (const [view, words] of [
      ['all', 'Nothing waits for an answer.'],
      ['mine', 'Nothing is assigned to you.'],
      ['unassigned', 'Everything has somebody.'],
      ['late', 'Nothing is late.'],
      ['snoozed', 'Nothing is snoozed.'],
      ['done', 'Nothing has been answered or archived yet.'],
    ]) {
      await ann.goto(`/inbox?view=${view}`);
      await ann.getByText(words as string).waitFor();
      await isFitForAll(ann, `empty ${view}`);
    }
    for (const [index, { text, stars }] of REVIEWS.entries()) {
      const at = Date.now() - 60_000 * (index + 1);
      const id = String(114_900_000_001 + index);
      place.world.posts.unshift({ id, text, author: 'Mia', stars, at, editedAt: at });
    }
    await addSource(house.earshot.deps, LOCAL_OPERATOR, {
      name: 'Our shop',
      kind: 'google-business-profile',
      settings: google.settings(),
    });
    await until(async () => {
      await ann.goto('/inbox');
      return (await ann.locator('.inbox-row').count()) === REVIEWS.length;
    });
    await isFitForAll(ann, 'list');
    await ann.goto('/inbox?text=zeppelin');
    await ann.getByText('No item fits these filters.').waitFor();
    await isFitForAll(ann, 'nothing found');
  });

  test('claim: who opens an item has it, and the other one sees whose it is', async () => {
    await openItem(ann, 'two weeks late');
    await isFitForAll(ann, 'item that is mine');
    await ben.goto('/inbox');
    await row(ben, 'two weeks late').getByText('Ann has it open').waitFor();
    await isFitForAll(ben, 'list with a claim');
    await row(ben, 'two weeks late').getByRole('link', { name: 'two weeks late' }).click();
    await lease(ben).getByText('Ann has it open').waitFor();
    await isFitForAll(ben, "item that is another's");
  });

  test('draft, approve, send: it goes out once, when the other one has agreed', async () => {
    await house.earshot.deps.db`update reply_settings set needs_approval = true`;
    await openItem(ann, 'two weeks late');
    await ann.getByRole('button', { name: 'A suggestion' }).click();
    await reply(ann).fill('Hello Mia, we are sorry that the delivery came late.');
    await ann.getByRole('button', { name: 'Keep as a draft' }).click();
    expect(await reply(ann).inputValue()).toContain('we are sorry');
    await isFitForAll(ann, 'item with a draft');
    await ann.getByRole('button', { name: 'Ask for approval' }).click();
    await ann.getByText('Waits for approval').waitFor();
    await isFitForAll(ann, 'item whose reply waits');
    expect(place.world.replies).toEqual([]);
    await ben.goto('/replies');
    await ben.getByRole('link', { name: 'Waits for approval', exact: true }).click();
    await isFitForAll(ben, 'reply to approve');
    await ben.getByRole('button', { name: 'Approve and send' }).click();
    await until(async () => place.world.replies.length === 1);
    expect(place.world.replies[0]?.text).toBe('Hello Mia, we are sorry that the delivery came late.');
    await until(async () => {
      await ann.goto('/inbox?view=done');
      return (await row(ann, 'two weeks late').count()) === 1;
    });
    await isFitForAll(ann, 'done');
  });

  test('fail, retry: a reply that cannot go out says why, and goes out later', async () => {
    await house.earshot.deps.db`update reply_settings set needs_approval = false`;
    place.world.mood = 'revoked';
    await openItem(ann, 'arrived damaged');
    await reply(ann).fill('Hello Mia, we are sorry that your parcel arrived damaged.');
    await ann.getByRole('button', { name: 'Send', exact: true }).click();
    await showing(ann, 'Could not be sent');
    await ann.getByText(/sign in again/i).waitFor();
    await isFitForAll(ann, 'item whose reply failed');
    place.world.mood = 'ok';
    await ann.getByRole('button', { name: 'Try again' }).click();
    await until(async () => place.world.replies.length === 2);
    await until(async () => {
      await ann.goto('/inbox?view=done');
      return (await row(ann, 'arrived damaged').count()) === 1;
    });
  });

  test('snooze: an item sleeps until somebody or the time wakes it up', async () => {
    await openItem(ann, 'open on Sundays');
    await ann.getByLabel('Snooze until').selectOption({ index: 1 });
    await ann.getByRole('button', { name: 'Snooze', exact: true }).click();
    await ann.getByRole('button', { name: 'Wake it up' }).waitFor();
    await isFitForAll(ann, 'item that sleeps');
    await ben.goto('/inbox');
    expect(await row(ben, 'open on Sundays').count()).toBe(0);
    await ben.goto('/inbox?view=snoozed');
    await row(ben, 'open on Sundays').waitFor();
    await isFitForAll(ben, 'snoozed');
    await openSleeping(ann);
    await ann.getByRole('button', { name: 'Wake it up' }).click();
    await ann.getByRole('button', { name: 'Snooze', exact: true }).waitFor();
    await ben.goto('/inbox');
    await row(ben, 'open on Sundays').waitFor();
  });

  async function openSleeping(page: Page): Promise<void> {
    await page.goto('/inbox?view=snoozed');
    await row(page, 'open on Sundays').getByRole('link', { name: 'open on Sundays' }).click();
    await page.getByRole('button', { name: 'Wake it up' }).waitFor();
  }

  test('bulk: several are assigned, tagged, snoozed and archived at once; what another one has open stays', async () => {
    await ben.goto('/inbox');
    await select(ben, 'great people', 'excellent bread');
    await ben.getByText('Do the same to 2 selected items').waitFor();
    await isFitForAll(ben, 'list with a selection');
    await ben.getByLabel('Assign to').selectOption({ label: 'Ann' });
    await ben.getByRole('button', { name: 'Assign them', exact: true }).click();
    await ben.getByText('2 items assigned.').waitFor();
    await isFitForAll(ben, 'list after a deed');
    await ann.goto('/inbox?view=mine');
    await row(ann, 'great people').waitFor();
    await row(ann, 'excellent bread').waitFor();
    await isFitForAll(ann, 'mine');
    await select(ann, 'great people', 'excellent bread');
    await ann.getByLabel('Tag', { exact: true }).last().fill('praise');
    await ann.getByRole('button', { name: 'Tag them' }).click();
    await ann.getByText('2 items tagged.').waitFor();
    await ann.goto('/inbox?tag=praise');
    expect(await ann.locator('.inbox-row').count()).toBe(2);
    await select(ann, 'great people', 'excellent bread');
    await ann.getByRole('button', { name: 'Snooze them' }).click();
    await ann.getByText('2 items snoozed.').waitFor();
    await ann.getByRole('button', { name: 'Take it back' }).click();
    await ann.getByText('Taken back for 2 items.').waitFor();
    await openItem(ann, 'slow and awful');
    await ben.goto('/inbox');
    await select(ben, 'slow and awful', 'come again', 'excellent bread');
    await ben.getByRole('button', { name: 'Archive them' }).click();
    await ben.getByText('2 items archived. 1 item left alone: somebody else has it open.').waitFor();
    await row(ben, 'slow and awful').getByText('Ann has it open').waitFor();
  });

  test('the list of keys opens over the list and over an item, and is left with Escape', async () => {
    for (const place of ['/inbox', `/inbox/${await idOf(ann)}`]) {
      await ann.goto(place);
      await ann.locator('main h1').click();
      await ann.keyboard.press('?');
      const keys = ann.getByRole('dialog');
      await keys.getByText('archive it').waitFor();
      await isFitForAll(ann, `list of keys over ${place}`);
      await ann.keyboard.press('Escape');
      await keys.waitFor({ state: 'hidden' });
    }
  });

  const idOf = async (page: Page) => {
    await page.goto('/inbox');
    return (await page.locator('.inbox-row').first().getAttribute('id'))?.replace('item-', '');
  };

  test('an item that is taken over tells the one who had it', async () => {
    await openItem(ann, 'open on Sundays');
    await ben.goto('/inbox');
    await row(ben, 'open on Sundays').getByRole('link', { name: 'open on Sundays' }).click();
    await ben.getByRole('button', { name: 'Take over' }).click();
    await ann.getByText('took over an item you had open').waitFor();
    await isFitForAll(ann, 'item with a notice');
  });

  test('what is late says so', async () => {
    const { db } = house.earshot.deps;
    await db`update inbox_items set due_at = ${new Date(Date.now() - 3_600_000)} where status in ('new', 'claimed')`;
    await ben.goto('/inbox?view=late');
    await row(ben, 'slow and awful').getByText(/late/).first().waitFor();
    await isFitForAll(ben, 'late');
  });

  test('nothing was complained about in either console', () => expect(house.complaints).toEqual([]));
});

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 375, height: 740 };
