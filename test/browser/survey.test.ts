import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { FORM_LANGUAGES } from '../../src/domain/survey/survey.ts';
import { linkMeaning, linkPath } from '../../src/domain/survey/survey-link.ts';
import { invite } from '../../src/inviting/invite.ts';
import { getSurvey } from '../../src/store/surveys.ts';
import { type BrowserHouse, hasBrowser, openBrowserHouse } from '../support/browser-house.ts';

/*
 * The form as people who are asked meet it, in a real browser: by keyboard, without a script, in a frame of another
 * site, in the dark, in every language, and looked at by axe.
 */

describe.skipIf(!hasBrowser)('the survey form in a browser', () => {
  let house: BrowserHouse;

  beforeAll(async () => {
    house = await openBrowserHouse();
  });
  afterAll(() => house?.close());

  let made = 0;
  async function make(fields: object = {}): Promise<{ id: number; sourceId: number; path: string }> {
    made += 1;
    const body = { name: `Survey ${made}`, kind: 'nps', languages: FORM_LANGUAGES, ...fields };
    const request = new Request('http://localhost/api/v1/surveys', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    const response = await house.earshot.fetch(request);
    return ((await response.json()) as { survey: { id: number; sourceId: number; path: string } }).survey;
  }

  const answers = (sourceId: number) => house.earshot.deps.db<{ score: number | null; text: string | null }>`
    select r.score, m.text
      from survey_responses r
      left join mentions m on m.source_id = r.source_id and m.external_id = r.external_id
     where r.source_id = ${sourceId}`;

  async function open(at: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await house.browser.newContext({ baseURL: house.address, locale: 'en-GB', ...options });
    const page = await context.newPage();
    await page.goto(at);
    return page;
  }

  /** A link of an invitation with a score, as a mail has it. */
  async function linkTo(surveyId: number, score: number): Promise<string> {
    const { db, vault } = house.earshot.deps;
    const survey = await getSurvey(db, surveyId);
    const nothing = { touchpoint: undefined, location: undefined, product: undefined, segment: undefined };
    const person = {
      ...nothing,
      customer: undefined,
      eventId: undefined,
      name: undefined,
      language: 'en',
    } as const;
    const invited = await invite({ db, vault, now: () => new Date() }, survey, {
      ...person,
      email: `mia${surveyId}@customers.example`,
    });
    if (invited.outcome !== 'invited') throw new Error(`expected an invitation, got ${invited.outcome}`);
    const link = { invitationId: invited.invitationId, score };
    const [signature = ''] = vault.signaturesOf(linkMeaning(survey.token, link));
    return `/s/${survey.token}/${linkPath(link, signature)}`;
  }

  test('it is filled in by keyboard alone', async () => {
    const { path: at, sourceId } = await make();
    const page = await open(at);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    for (let n = 0; n < 9; n += 1) await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('radio', { name: '9' }).isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.type('Quick and friendly');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(await answers(sourceId)).toEqual([{ score: 9, text: 'Quick and friendly' }]);
    expect(await page.context().cookies()).toEqual([]);
    await page.context().close();
  });

  test('it works without a script', async () => {
    const { path: at, sourceId } = await make({ kind: 'ces' });
    const page = await open(at, { javaScriptEnabled: false });
    await page.getByRole('radio', { name: '6' }).check({ force: true });
    await page.getByRole('button').click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(await answers(sourceId)).toEqual([{ score: 6, text: null }]);
    await page.context().close();
  });

  test('a score clicked in a mail is noted at the first touch of a person, and not before', async () => {
    const { id, sourceId } = await make({ destinationId: await mailDestination() });
    const page = await open(await linkTo(id, 4));
    await page.getByText('You chose 4').waitFor();
    await page.evaluate(`dispatchEvent(new PointerEvent('pointermove'))`);
    await page.waitForLoadState('networkidle');
    expect(await answers(sourceId)).toEqual([]);
    await page.mouse.move(100, 100);
    await page.mouse.move(120, 140);
    await page.getByText('Your score is noted').waitFor();
    expect(await answers(sourceId)).toEqual([{ score: 4, text: null }]);
    await page.getByRole('textbox').fill('It came late');
    await page.getByRole('button').click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(await answers(sourceId)).toEqual([{ score: 4, text: 'It came late' }]);
    await page.context().close();
  });

  test('it answers in a frame of a site that may show it, and shows nothing to one that may not', async () => {
    const site = createServer((request, response) => {
      const frame = new URL(request.url ?? '/', 'http://site').searchParams.get('frame');
      response
        .setHeader('content-type', 'text/html')
        .end(`<iframe src="${frame}" width="600" height="700"></iframe>`);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const welcome = await make({ frameOrigins: [origin] });
    const stranger = await make();
    const host = house.address.replace('127.0.0.1', 'localhost');
    const page = await open(`${origin}/?frame=${encodeURIComponent(`${host}${welcome.path}`)}`);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('radio', { name: '10' }).check({ force: true });
    await frame.getByRole('button').click();
    await frame.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(await answers(welcome.sourceId)).toEqual([{ score: 10, text: null }]);
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.goto(`${origin}/?frame=${encodeURIComponent(`${host}${stranger.path}`)}`);
    await vi.waitFor(() => expect(refused.join()).toMatch(/frame-ancestors/), 10_000);
    await page.context().close();
    site.closeAllConnections();
    await new Promise((resolve) => site.close(resolve));
  });

  test('axe finds nothing, in any language, by day and by night, with and without a mistake', async () => {
    const forms = await Promise.all(['nps', 'csat', 'ces'].map((kind) => make({ kind })));
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await house.browser.newContext({
        baseURL: house.address,
        colorScheme,
        bypassCSP: true,
      });
      const page = await context.newPage();
      for (const [n, language] of FORM_LANGUAGES.entries()) {
        const { path: at } = forms[n % forms.length] as { path: string };
        await page.goto(`${at}?lang=${language}`);
        expect(await findings(page), `${language} ${colorScheme}`).toEqual([]);
      }
      await page.evaluate(`document.querySelector('form').submit()`);
      await page.getByRole('alert').waitFor();
      expect(await findings(page), `a mistake ${colorScheme}`).toEqual([]);
      await context.close();
    }
  });

  test('it needs no sideways scrolling on a small screen, and every point is large enough for a thumb', async () => {
    const { path: at } = await make();
    const page = await open(at, { viewport: { width: 320, height: 640 } });
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    for (const radio of await page.getByRole('radio').all()) {
      const box = await radio.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
    }
    await page.context().close();
  });

  async function mailDestination(): Promise<number> {
    const body = {
      name: `Mail ${made}`,
      kind: 'mail',
      leastSeverity: 'critical',
      isSecondLine: false,
      topicIds: [],
      locationIds: [],
      settings: { to: 'team@acme.example', from: 'shop@acme.example', host: 'mail.acme.example', port: 587 },
    };
    const request = new Request('http://localhost/api/v1/destinations', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    return ((await (await house.earshot.fetch(request)).json()) as { id: number }).id;
  }
});

/** What axe finds against WCAG 2.2 A and AA, in short. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = (await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(tags)} })`)) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
