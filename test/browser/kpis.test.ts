import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { type Earshot, openEarshot } from '../../src/main.ts';
import { vacuumWhereDue } from '../../src/store/vacuum.ts';
import { ensureFirstUser } from '../../src/web/auth/first-user.ts';

/*
 * The KPIs page over the sample company, on a phone and in the dark, in a real browser.
 */

const CHROMIUM = process.env['EARSHOT_CHROMIUM'] ?? '/usr/bin/chromium';
const LOGIN = { email: 'ada@example.com', password: 'a long enough password' };

describe.skipIf(!existsSync(CHROMIUM))('the KPIs page in a browser', () => {
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
    await earshot.deps.sample.load(earshot.deps);
    const baseURL = await earshot.listen();
    await ensureFirstUser(earshot.deps.db, config, new Date());
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 375, height: 740 }, colorScheme: 'dark', baseURL });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto('/');
    await page.getByLabel('E-mail address').fill(LOGIN.email);
    await page.getByLabel('Password').fill(LOGIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await earshot?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('shows the numbers of the sample with its events, target and benchmark', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'KPIs' }).click();
    const nps = page.locator('#kpi-nps');
    await nps.getByText('Target +45').first().waitFor();
    await nps.getByText('made up for the sample company').waitFor();
    await page.getByRole('list', { name: 'What happened' }).getByText('parcels stuck').waitFor();
    expect(await nps.locator('svg .mark').count()).toBeGreaterThan(1);
    expect(await sidewaysScroll()).toBe(0);
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
    expect(await sidewaysScroll()).toBe(0);
  });

  test('what takes long to add up comes by itself, and by a link where there is no script', async () => {
    await earshot.deps.db`
      insert into orders (source_id, external_id, customer_external_id, amount_e2, currency, ordered_at)
      select (select max(id) from sources), 'many-' || n, 'c' || n % 5000, 1000, 'EUR',
             now() - n % 80 * interval '1 day'
        from generate_series(1, 20000) as n`;
    await vacuumWhereDue(earshot.deps.db);
    const plain = await browser.newContext({
      javaScriptEnabled: false,
      storageState: await page.context().storageState(),
      baseURL: new URL(page.url()).origin,
    });
    const reader = await plain.newPage();
    await reader.goto('/kpis?kpi=nps&kpi=repeat-purchase&days=365');
    const late = reader.locator('#kpi-repeat-purchase');
    await late.getByText('Being added up.').waitFor();
    await late.getByRole('link', { name: 'Show all numbers' }).click();
    await late.getByText('customers who ordered').first().waitFor();
    await plain.close();

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

  test('detractors open to people and their words', async () => {
    await page.goto('/kpis?days=180');
    await page
      .locator('#kpi-nps')
      .getByRole('link', { name: /detractors/ })
      .click();
    await page.getByRole('heading', { name: 'NPS: detractors' }).waitFor();
    await page.locator('blockquote').first().waitFor();
    expect(await sidewaysScroll()).toBe(0);
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
    expect(await sidewaysScroll()).toBe(0);
  });

  test('the sample takes its own notes along and leaves those of people', async () => {
    await earshot.deps.sample.remove(earshot.deps);
    await page.goto('/kpis/notes');
    await page.getByText('Nothing is marked yet.').waitFor();
    await page.getByText('There is no benchmark yet.').waitFor();
    await page.getByText('5.50').waitFor();
  });

  test('nothing complains in the console', () => expect(complaints).toEqual([]));

  function sidewaysScroll(): Promise<number> {
    return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  }
});
