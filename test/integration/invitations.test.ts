import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type InviteDeps, invite } from '../../src/inviting/invite.ts';
import type { Db } from '../../src/store/db.ts';
import { insertDestination, sealPlace } from '../../src/store/destinations.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { insertSource } from '../../src/store/sources.ts';
import { getSurvey, insertSurvey, type SurveyRow, triggerPlace } from '../../src/store/surveys.ts';
import { openVault, type Vault } from '../../src/store/vault.ts';
import { modes } from '../support/modes.ts';
import { type MailServer, startMailServer } from '../support/receiver.ts';
import { type EarshotProcess, startEarshot } from '../support/worker-process.ts';

/*
 * Worker processes are killed at the worst moment: the mail server has taken an invitation and has not said so yet. In
 * the end everybody was asked, by one invitation only, and whatever arrived twice is the same mail under the same
 * Message-ID, no oftener than a worker died.
 */

const KILLS = 5;
const PEOPLE = 30;
const KEY = 'a key for tests of thirty-two characters';

for (const mode of modes().filter(({ name }) => name !== 'embedded')) {
  describe.skipIf(!mode.isThere)(`on ${mode.name}`, () => {
    test('workers killed between sending and writing it down ask nobody a second time', async () => {
      const server = await startMailServer();
      const { env } = await mode.prepare();
      const db = openPostgres(env['DATABASE_URL'] ?? '', { max: 6 });
      const vault = openVault([KEY]);
      let worker: EarshotProcess | undefined;
      try {
        await migrate(db);
        const forms = await makeForms(db, vault, server);
        await askTwice({ db, vault, now: () => new Date() }, forms);
        const workerEnv = {
          ...env,
          EARSHOT_SECRET_KEY: KEY,
          EARSHOT_URL: 'https://earshot.example',
          EARSHOT_ALLOW_HOSTS: '127.0.0.1',
          EARSHOT_LOG: 'error',
        };
        for (let kill = 0; kill < KILLS; kill += 1) {
          const victim = startEarshot(['workers'], workerEnv);
          worker = victim;
          const before = server.mails.length;
          server.beforeAnswer = async () => {
            if (server.mails.length <= before + 2) return;
            victim.kill('SIGKILL');
            await victim.exited;
          };
          await victim.exited;
          // What a dead worker holds is due again when its lease is over: here at once.
          await db`update invitations set due_at = now() where state = 'waiting'`;
        }
        server.beforeAnswer = undefined;
        worker = startEarshot(['workers'], workerEnv);
        await until(async () => (await countOf(db, 'waiting')) === 0);
        worker.kill('SIGTERM');
        await worker.exited;
        expect(await countOf(db, 'sent')).toBe(PEOPLE);
        expect(await countOf(db, 'held')).toBe(PEOPLE);
        askedOnce(server);
      } finally {
        worker?.kill('SIGKILL');
        await db.close();
        await server.close();
      }
    });
  });
}

function askedOnce(server: MailServer): void {
  const mailsOf = Map.groupBy(server.mails, ({ to }) => to.join());
  expect(mailsOf.size).toBe(PEOPLE);
  for (const mails of mailsOf.values()) {
    const ids = mails.map(({ source }) => /^Message-ID: (<\S+>)/im.exec(source)?.[1]);
    expect(new Set(ids).size).toBe(1);
  }
  // Each kill leaves at most what that worker was sending at the moment.
  const repeated = server.mails.length - PEOPLE;
  console.log(`${repeated} mails arrived twice after ${KILLS} kills.`);
  expect(repeated).toBeGreaterThan(0);
  expect(repeated).toBeLessThanOrEqual(KILLS * CONCURRENCY);
}

/** As many jobs as one worker does at once. */
const CONCURRENCY = 4;

/** Two forms that ask for the same people at the same time. */
async function askTwice(deps: InviteDeps, forms: readonly SurveyRow[]): Promise<void> {
  const wishes = Array.from({ length: PEOPLE }, (_, n) =>
    forms.map((form) =>
      invite(deps, form, {
        email: `person${n}@customers.example`,
        name: undefined,
        language: 'en',
        touchpoint: undefined,
        location: undefined,
        product: undefined,
        segment: undefined,
        customer: undefined,
        eventId: undefined,
      }),
    ),
  );
  await Promise.all(wishes.flat());
}

async function makeForms(db: Db, vault: Vault, server: MailServer): Promise<SurveyRow[]> {
  const now = new Date();
  const name = 'Mail';
  const settings = {
    to: 'team@acme.example',
    from: 'shop@acme.example',
    host: '127.0.0.1',
    port: server.port,
  };
  const sealed = vault.seal(JSON.stringify({ password: 'open sesame' }), sealPlace(name));
  const destinationId = await insertDestination(
    db,
    {
      name,
      kind: 'mail',
      settings: { ...settings, security: 'none', user: 'earshot' },
      enabled: true,
      topicIds: [],
      locationIds: [],
      leastSeverity: 'critical',
      isSecondLine: false,
    },
    { sealed, now },
  );
  const forms: SurveyRow[] = [];
  for (const form of ['One', 'Two']) {
    const source = await insertSource(db, {
      name: form,
      kind: 'micro-survey',
      settings: {},
      intervalSeconds: 86_400,
      now,
      isPushed: true,
    });
    const token = randomBytes(15).toString('base64url');
    const fields = {
      kind: 'nps',
      languages: ['en'],
      ownWords: {},
      asksWhy: true,
      asksToQuote: true,
      touchpoint: undefined,
      location: undefined,
      product: undefined,
      frameOrigins: [],
      isOpen: true,
      destinationId,
      delayMinutes: 0,
      reminderDays: undefined,
    } as const;
    const secret = vault.seal('whsec_test', triggerPlace(token));
    const id = await insertSurvey(db, fields, { sourceId: source.id, token, sealed: secret, now });
    forms.push(await getSurvey(db, id));
  }
  return forms;
}

async function countOf(db: Db, state: string): Promise<number> {
  const [row] = await db<{ n: number }>`select count(*)::int as n from invitations where state = ${state}`;
  return row?.n ?? 0;
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 240_000;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error('The workers did not come to an end within four minutes.');
  }
}
