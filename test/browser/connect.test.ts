import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import google from '../sources/servers/google-business-profile.ts';
import { type AuthorizationServer, startAuthorizationServer } from '../support/authorization-server.ts';
import {
  type BrowserHouse,
  faults,
  hasBrowser,
  openBrowserHouse,
  sidewaysScroll,
  signIn,
} from '../support/browser-house.ts';

/*
 * Signing in at another place as a person meets it: out of a page of ours, through pages of another site, and back
 * with the session cookie; then a webhook that is tried on a delivery before it is saved.
 */

describe.skipIf(!hasBrowser)('connecting a source in a browser', () => {
  let server: AuthorizationServer;
  let house: BrowserHouse;
  let page: Page;

  beforeAll(async () => {
    server = await startAuthorizationServer();
    house = await openBrowserHouse({
      env: {
        EARSHOT_ALLOW_HOSTS: server.host,
        EARSHOT_API_GATEWAYS: google.hosts.map((host) => `${host}=${server.url}`).join(','),
      },
      hasWorkers: true,
    });
    page = await house.openPage({ viewport: { width: 375, height: 800 }, mayAnswer: [401, 422] });
    await signIn(page);
    playGoogle();
  });

  afterAll(async () => {
    await house?.close();
    await server?.close();
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
      redirectUri: `${house.address}/sources/connected`,
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

  const violations = async () => (await faults(page)).map(({ id }) => id);

  async function leave(name: string, isTyped = true): Promise<void> {
    await page.goto('/sources/new?kind=google-business-profile');
    if (isTyped) {
      await page.getByLabel('Account').fill('111');
      await page.getByLabel('Location', { exact: true }).first().fill('222');
    }
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
    expect(house.complaints).toEqual([]);
  });

  test('places are chosen by name among hundreds, each as a source of its own', async () => {
    const held = Array.from({ length: 120 }, (_, n) => ({
      id: String(3_000 + n),
      name: `Acme Shop ${n + 1}`,
    }));
    server.world.held.splice(0, Infinity, ...held);
    await leave('', false);
    await page.getByRole('link', { name: 'Continue at accounts.google.com' }).click();
    await page.getByRole('link', { name: 'Allow' }).click();
    await page.getByRole('heading', { level: 1, name: 'Choose locations' }).waitFor();
    expect(await violations()).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('checkbox', { name: /^Acme Shop 7 / }).check();
    await page.getByRole('searchbox').fill('3118');
    await page.getByRole('searchbox').press('Enter');
    await page.getByText('1 of 120 locations shown, 1 ticked').waitFor();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Add what is chosen' }).click();
    await page.getByRole('status').getByText('2 sources were added').waitFor();
    await page.getByRole('heading', { name: 'Acme Shop 119' }).waitFor();
    await page.getByRole('heading', { name: 'Acme Shop 7', exact: true }).waitFor();
    expect(house.complaints).toEqual([]);
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
    expect(house.complaints).toEqual([]);
  });
});
