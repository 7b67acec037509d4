import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { type Earshot, openEarshot } from '../../src/main.ts';
import { ensureFirstUser } from '../../src/web/auth/first-user.ts';
import { addUser } from '../../src/web/deeds/users.ts';
import { LOCAL_OPERATOR, type Role } from '../../src/web/principal.ts';

const CHROMIUM = process.env['EARSHOT_CHROMIUM'] ?? '/usr/bin/chromium';

export const hasBrowser = existsSync(CHROMIUM);
if (!hasBrowser)
  console.log(`No Chromium at ${CHROMIUM}: its tests are skipped. Install it, or set EARSHOT_CHROMIUM.`);

/** Of the first user, and of everybody who is added. */
export const PASSWORD = 'a long enough password';
export const LOGIN = { email: 'ada@example.com', password: PASSWORD };

/** The whole product over an embedded store of its own, and a browser that looks at it. */
export interface BrowserHouse {
  readonly earshot: Earshot;
  readonly address: string;
  readonly browser: Browser;
  /** What any page's console has complained about. */
  readonly complaints: readonly string[];
  openPage(options?: PageOptions): Promise<Page>;
  /** A page of somebody who is signed in. */
  openAs(name: string, options?: PageOptions): Promise<Page>;
  addPerson(name: string, role: Role): Promise<number>;
  close(): Promise<void>;
}

export interface PageOptions extends BrowserContextOptions {
  /** Statuses that a page may well be answered with; the console takes each for a failed load. */
  readonly mayAnswer?: readonly number[];
}

export async function openBrowserHouse(
  options: {
    env?: Readonly<Record<string, string>>;
    hasWorkers?: boolean;
    /** Done before the first request can come. */
    prepare?: (earshot: Earshot) => Promise<void>;
  } = {},
): Promise<BrowserHouse> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-browser-'));
  const config = readConfig({
    EARSHOT_DATA: folder,
    EARSHOT_TIME_ZONE: 'UTC',
    EARSHOT_ADMIN_EMAIL: LOGIN.email,
    EARSHOT_ADMIN_PASSWORD: LOGIN.password,
    EARSHOT_HOST_GAP_MS: '0',
    EARSHOT_LOG: 'error',
    PORT: '0',
    ...options.env,
  });
  const earshot = await openEarshot(config, openLog('error'));
  await options.prepare?.(earshot);
  if (options.hasWorkers) await earshot.startWorkers();
  await ensureFirstUser(earshot.deps.db, config, new Date());
  const address = await earshot.listen();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const complaints: string[] = [];
  const openPage = async ({ mayAnswer = [], ...rest }: PageOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ baseURL: address, ...rest });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      const isExpected = mayAnswer.some((status) => message.text().includes(`status of ${status}`));
      if (message.type() === 'error' && !isExpected) complaints.push(message.text());
    });
    return page;
  };
  return {
    earshot,
    address,
    browser,
    complaints,
    openPage,
    openAs: async (name, options) => {
      const page = await openPage(options);
      await signIn(page, { email: emailOf(name), password: PASSWORD });
      return page;
    },
    addPerson: async (name, role) => {
      const email = emailOf(name);
      return (await addUser(earshot.deps, LOCAL_OPERATOR, { email, name, role, password: PASSWORD })).user.id;
    },
    close: async () => {
      await browser.close();
      await earshot.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const emailOf = (name: string) => `${name.toLowerCase()}@example.com`;

/** Fills in the form that stands before every page, and waits until there is a page behind it. */
export async function signIn(page: Page, as: { email: string; password: string } = LOGIN): Promise<void> {
  await page.goto('/');
  await page.getByLabel('E-mail address').fill(as.email);
  await page.getByLabel('Password').fill(as.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** What axe finds on a page as it stands. */
export async function faults(page: Page): Promise<readonly Fault[]> {
  // Straight into the page: the policy of the pages lets no other script in.
  await page.evaluate(axe.source);
  const { passes, violations } = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] })',
  )) as { passes: readonly unknown[]; violations: readonly Fault[] };
  if (passes.length === 0) throw new Error(`axe has not looked at ${page.url()}.`);
  return violations;
}

interface Fault {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** The same, as far as it shuts somebody out. */
export async function seriousFaults(page: Page): Promise<string[]> {
  return (await faults(page))
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** How far a page can be moved sideways: 0, or it does not fit. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
