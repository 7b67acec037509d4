import { describe, expect, test } from 'vitest';
import { insertAlertRule } from '../../src/store/alert-rules.ts';
import type { Db } from '../../src/store/db.ts';
import { insertDestination, sealPlace } from '../../src/store/destinations.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/open.ts';
import { listTopics } from '../../src/store/topics.ts';
import { openVault } from '../../src/store/vault.ts';
import { addReadSource, hear } from '../support/listening.ts';
import { modes } from '../support/modes.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { DESTINATION, SPIKE_RULE } from '../support/watching.ts';
import { type EarshotProcess, startEarshot } from '../support/worker-process.ts';

/*
 * Worker processes are killed without warning while alerts are raised and delivered. In the end each alert was
 * raised once, every message arrived, and whatever arrived twice carried the same key: a crash between sending and
 * writing that down sends again, which only the receiver can tell.
 */

const ROUNDS = 8;
const MENTIONS = 80;
const KEY = 'a key for tests of thirty-two characters';

for (const mode of modes().filter(({ name }) => name !== 'embedded')) {
  describe.skipIf(!mode.isThere)(`on ${mode.name}`, () => {
    test('killed workers raise nothing twice and lose no message', async () => {
      const receiver = await startReceiver();
      const { env } = await mode.prepare();
      const db = openPostgres(env['DATABASE_URL'] ?? '', { max: 4 });
      try {
        await migrate(db);
        await watchEverything(db, receiver);
        const workerEnv = {
          ...env,
          EARSHOT_SECRET_KEY: KEY,
          EARSHOT_ALLOW_HOSTS: receiver.host,
          EARSHOT_LOG: 'error',
        };
        const start = () => startEarshot(['workers'], workerEnv);
        const workers = [start(), start()];
        const sourceId = await addReadSource(db, 'A forum', new Date());
        // Every tenth answer is "not now", so that retries are under way when a worker dies.
        receiver.answers.set(
          '/hook',
          Array.from({ length: MENTIONS }, (_, at) => ({ status: at % 10 === 9 ? 503 : 200 })),
        );
        let inTheMiddle = 0;
        for (let round = 0; round < ROUNDS; round += 1) {
          await sayMuch(db, sourceId, round);
          const victim = round % workers.length;
          await (workers[victim] as EarshotProcess).ready;
          const before = receiver.received.length;
          await until(
            async () => receiver.received.length > before + 2 || (await countAlerts(db)) === (round + 1) * 10,
          );
          if ((await countUnsent(db)) > 0) inTheMiddle += 1;
          workers[victim]?.kill('SIGKILL');
          await workers[victim]?.exited;
          workers[victim] = start();
        }
        await until(async () => (await countAlerts(db)) === MENTIONS && (await countUnsent(db)) === 0);
        for (const worker of workers) worker.kill('SIGTERM');
        await Promise.all(workers.map((worker) => worker.exited));
        console.log(`${mode.name}: ${inTheMiddle} of ${ROUNDS} kills came while messages were waiting.`);
        expect(inTheMiddle).toBeGreaterThan(0);
        await everyMessageArrivedAsOne(db, receiver);
      } finally {
        await db.close();
        await receiver.close();
      }
    });
  });
}

async function everyMessageArrivedAsOne(db: Db, receiver: Receiver): Promise<void> {
  const rows = await db<{ key: string; mention: number; state: string }>`
    select d.idempotency_key as key, a.mention_ids[1] as mention, d.state
      from deliveries d
      join alerts a on a.id = d.alert_id`;
  expect(rows).toHaveLength(MENTIONS);
  expect(new Set(rows.map(({ mention }) => mention)).size).toBe(MENTIONS);
  expect(rows.every(({ state }) => state === 'sent')).toBe(true);
  const keysOfAlert = Map.groupBy(receiver.received, ({ body }) => JSON.parse(body).data.alertId as number);
  expect(keysOfAlert.size).toBe(MENTIONS);
  for (const sent of keysOfAlert.values()) {
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  }
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
    new Set(rows.map(({ key }) => key)),
  );
}

async function watchEverything(db: Db, receiver: Receiver): Promise<void> {
  const [topic] = await listTopics(db);
  const rule = {
    ...SPIKE_RULE,
    name: 'Risk',
    kind: 'mention',
    topicId: topic?.id,
    severity: 'critical',
    minimumN: 1,
    phrases: ['lawsuit'],
    coolDownMinutes: 0,
  } as const;
  await insertAlertRule(db, rule, { by: 'Ann', at: new Date() });
  const secrets = { url: `${receiver.url}/hook`, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
  const name = 'Pager';
  await insertDestination(
    db,
    { ...DESTINATION, name },
    { sealed: openVault([KEY]).seal(JSON.stringify(secrets), sealPlace(name)), now: new Date() },
  );
}

/** Ten mentions that must not wait, as a source would have brought them. */
async function sayMuch(db: Db, sourceId: number, round: number): Promise<void> {
  const now = new Date();
  const said = Array.from({ length: MENTIONS / ROUNDS }, (_, at) => ({
    externalId: `${round}-${at}`,
    text: `bad, a lawsuit is coming, number ${round}-${at}`,
    publishedAt: now,
  }));
  await hear(db, { sourceId, now }, said);
}

async function countAlerts(db: Db): Promise<number> {
  const [row] = await db<{ n: number }>`select count(*) as n from alerts`;
  return row?.n ?? 0;
}

async function countUnsent(db: Db): Promise<number> {
  const [row] = await db<{ n: number }>`
    select count(*) filter (where d.id is null or d.state <> 'sent') as n
      from alerts a left join deliveries d on d.alert_id = a.id`;
  return row?.n ?? 0;
}

/** What a killed worker had taken is free again after 90 seconds, and some messages lose their worker more than once. */
const PATIENCE_MS = 480_000;

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error('The workers did not come to an end within eight minutes.');
  }
}
