import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { type Earshot, openEarshot } from '../../src/main.ts';
import { ensureFirstUser } from '../../src/web/auth/first-user.ts';

/*
 * From a correction to a rule, and a drawn sample checked by keys alone, in a real browser.
 */

const CHROMIUM = process.env['EARSHOT_CHROMIUM'] ?? '/usr/bin/chromium';
const LOGIN = { email: 'ada@example.com', password: 'a long enough password' };

describe.skipIf(!existsSync(CHROMIUM))('in a browser', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-browser-'));
  const complaints: string[] = [];
  let earshot: Earshot;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const config = readConfig({
      EARSHOT_DATA: folder,
      EARSHOT_TIME_ZONE: 'UTC',
      EARSHOT_ADMIN_EMAIL: LOGIN.email,
      EARSHOT_ADMIN_PASSWORD: LOGIN.password,
      EARSHOT_LOG: 'error',
      PORT: '0',
    });
    earshot = await openEarshot(config, openLog('error'));
    await earshot.startWorkers();
    const baseURL = await earshot.listen();
    await ensureFirstUser(earshot.deps.db, config, new Date());
    const rows = Array.from({ length: 12 }, (_, i) => `${i},2026-03-01,The lesson number ${i} was sick`);
    await earshot.fetch(
      new Request('http://localhost/api/v1/imports/mentions?source=Letters', {
        method: 'POST',
        body: `id,date,text\n${rows.join('\n')}\n`,
      }),
    );
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 375, height: 740 }, baseURL });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto('/');
    await page.getByLabel('E-mail address').fill(LOGIN.email);
    await page.getByLabel('Password').fill(LOGIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await earshot?.close();
    rmSync(folder, { recursive: true, force: true });
  });

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
    expect(await sidewaysScroll()).toBe(0);
  });

  test('a correction proposes a rule, the preview says what it changes, applying it changes the past', async () => {
    await page.goto('/feed');
    const mention = page.locator('[data-mention]').first();
    await mention.getByRole('button', { name: 'positive' }).click();
    await page.getByRole('link', { name: '“sick” counts as positive (+2)' }).click();
    await page.getByRole('heading', { name: '“sick” would change 11 labels' }).waitFor();
    expect(await sidewaysScroll()).toBe(0);
    await page.getByRole('button', { name: 'Apply the rule' }).click();
    // Followed live while the past is counted again.
    await page.getByText('12 negative to positive').waitFor();
    expect(await sidewaysScroll()).toBe(0);
    await page.getByRole('button', { name: 'Undo it: remove the rule' }).click();
    await page.getByText('There is no rule yet.').waitFor();
  });

  test('nothing complains in the console', () => expect(complaints).toEqual([]));

  function sidewaysScroll(): Promise<number> {
    return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  }
});
