import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { type Earshot, openEarshot } from '../../src/main.ts';
import { ensureFirstUser } from '../../src/web/auth/first-user.ts';
import google from '../sources/servers/google-business-profile.ts';
import { type AuthorizationServer, startAuthorizationServer } from '../support/authorization-server.ts';

/*
 * Signing in at another place as a person meets it: out of a page of ours, through pages of another site, and back
 * with the session cookie; then a webhook that is tried on a delivery before it is saved.
 */

const CHROMIUM = process.env['EARSHOT_CHROMIUM'] ?? '/usr/bin/chromium';
const LOGIN = { email: 'admin@example.com', password: 'correct horse battery' };

describe.skipIf(!existsSync(CHROMIUM))('connecting a source in a browser', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-connect-'));
  const complaints: string[] = [];
  let server: AuthorizationServer;
  let earshot: Earshot;
  let address: string;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await startAuthorizationServer();
    const config = readConfig({
      EARSHOT_DATA: folder,
      EARSHOT_TIME_ZONE: 'UTC',
      EARSHOT_ALLOW_HOSTS: server.host,
      EARSHOT_API_GATEWAYS: google.hosts.map((host) => `${host}=${server.url}`).join(','),
      EARSHOT_HOST_GAP_MS: '0',
      EARSHOT_ADMIN_EMAIL: LOGIN.email,
      EARSHOT_ADMIN_PASSWORD: LOGIN.password,
      EARSHOT_LOG: 'error',
      PORT: '0',
    });
    earshot = await openEarshot(config, openLog('error'));
    await earshot.startWorkers();
    address = await earshot.listen();
    await ensureFirstUser(earshot.deps.db, config, new Date());
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 375, height: 800 }, baseURL: address });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      const isExpected = /status of (401|422)/.test(message.text());
      if (message.type() === 'error' && !isExpected) complaints.push(message.text());
    });
    await page.goto('/');
    await page.getByLabel('E-mail address').fill(LOGIN.email);
    await page.getByLabel('Password').fill(LOGIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    playGoogle();
  });

  afterAll(async () => {
    await browser?.close();
    await earshot?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function playGoogle(): void {
    const at = Date.now() - 60_000;
    server.world.now = Date.now();
    server.world.posts.push({
      id: '114900000001',
      text: 'The coffee was a delight',
      at,
      editedAt: at,
      author: 'mia',
      stars: 5,
    });
    server.play(google, {
      authorizePath: '/o/oauth2/v2/auth',
      tokenPath: '/token',
      clientId: 'acme.apps.example',
      clientSecret: 'secret-of-the-client',
      secretIn: 'body',
      hasPkce: true,
      redirectUri: `${address}/sources/connected`,
      demands: { access_type: 'offline', prompt: 'consent' },
      grants: { access_token: 'access-token-1', expires_in: 3_599, refresh_token: 'refresh-token-of-mia' },
    });
  }

  /** The pages of the other site, with a link for each answer. */
  async function standInForGoogle(): Promise<void> {
    await page.route('https://accounts.google.com/**', async (route) => {
      server.person = 'allows';
      const allowed = await server.visit(route.request().url());
      server.person = 'denies';
      const denied = await server.visit(route.request().url());
      const links = [
        ['Allow', allowed],
        ['Deny', denied],
      ].map(([words, to = '']) => `<a href="${to.replaceAll('&', '&amp;')}">${words}</a>`);
      await route.fulfill({ contentType: 'text/html', body: `<title>Google</title>${links.join(' ')}` });
    });
  }

  const violations = async () => {
    await page.evaluate(axe.source);
    const { violations: found } = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run(),
    );
    return found.map(({ id }) => id);
  };

  async function leave(name: string): Promise<void> {
    await page.goto('/sources/new?kind=google-business-profile');
    await page.getByLabel('Account').fill('111');
    await page.getByLabel('Location', { exact: true }).first().fill('222');
    await page.getByLabel('Client id').fill('acme.apps.example');
    await page.getByLabel('Client secret').fill('secret-of-the-client');
    await page.locator('[name=source-name]').fill(name);
    await page.getByRole('button', { name: 'Connect and add the source' }).click();
    await page.getByRole('heading', { name: 'Sign in at Google' }).waitFor();
  }

  test('the way leads out, over the pages of the other site, and back to a source that reads', async () => {
    await standInForGoogle();
    await leave('Our shop on Google');
    expect(await violations()).toEqual([]);
    await page.getByRole('link', { name: 'Continue at accounts.google.com' }).click();
    await page.getByRole('link', { name: 'Allow' }).click();
    await page.getByRole('heading', { level: 1, name: 'Our shop on Google' }).waitFor();
    await page.getByRole('status').getByText('Connected.').waitFor();
    await page.goto('/feed');
    await page.getByText('The coffee was a delight').waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
  });

  test('whoever does not allow it is told so and can go back', async () => {
    await leave('Another shop');
    await page.getByRole('link', { name: 'Continue at accounts.google.com' }).click();
    await page.getByRole('link', { name: 'Deny' }).click();
    await page.getByRole('alert').getByText('nothing was changed').waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole('link', { name: 'Back to the source' }).click();
    await page.getByRole('heading', { name: 'Add a source' }).waitFor();
  });

  test('a webhook is tried on a pasted delivery before it is saved', async () => {
    await page.goto('/sources/new?kind=webhook');
    await page.getByLabel('Secret').fill('a shared secret of the test');
    await page.getByText('Try it on a delivery').click();
    await page.getByLabel('Body of a delivery').fill('{"review":{"no":7,"says":"The parcel came broken"}}');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('What stands in it: review.no, review.says.').waitFor();
    await page.getByText('More about what it brings').click();
    await page.getByLabel('List', { exact: true }).fill('review');
    await page.getByLabel('Id', { exact: true }).fill('no');
    await page.getByLabel('Text', { exact: true }).fill('says');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.locator('.preview .example-text', { hasText: 'The parcel came broken' }).waitFor();
    expect(await violations()).toEqual([]);
    if (process.env['SHOTS'])
      await page.screenshot({ path: `${process.env['SHOTS']}/webhook.png`, fullPage: true });
    expect(complaints).toEqual([]);
  });
});
