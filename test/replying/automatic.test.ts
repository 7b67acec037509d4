import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeAutomatic } from '../../src/replying/automatic.ts';
import { type SendDeps, sendOne } from '../../src/replying/send-one.ts';
import type { Http } from '../../src/sources/http.ts';
import {
  deleteAutomaticRule,
  dropAutomatic,
  insertAutomaticRule,
  saveConsent,
  switchAutomaticRule,
} from '../../src/store/automatic-replies.ts';
import type { Db } from '../../src/store/db.ts';
import { listReplies } from '../../src/store/replies.ts';
import { saveAutomaticSwitch } from '../../src/store/reply-settings.ts';
import { saveSavedReply } from '../../src/store/saved-replies.ts';
import github from '../sources/servers/github.ts';
import google from '../sources/servers/google-business-profile.ts';
import { openTestStore } from '../support/test-store.ts';
import { httpTo, openPlace, type Place, vault } from './place.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const MINUTE = 60_000;

let db: Db;
let http: Http;
let deps: SendDeps;
let clock = NOW.getTime();
let shop: Place;
let profile: Place;
let savedReplyId = 0;
let ruleId = 0;

beforeAll(async () => {
  db = await openTestStore();
  shop = await openPlace(db, 'github', github, NOW);
  profile = await openPlace(db, 'google-business-profile', google, NOW);
  http = httpTo([
    [github, shop.api],
    [google, profile.api],
  ]);
  deps = { db, vault, http, now: () => new Date(clock), random: () => 0.5 };
  savedReplyId = await saveSavedReply(
    db,
    {
      name: 'Thanks',
      language: 'en',
      label: 'positive',
      aspect: undefined,
      starsFrom: undefined,
      starsTo: undefined,
      sourceId: undefined,
      variants: ['Thank you, {{author}}!', 'How kind, {{author}}.'],
      enabled: true,
    },
    { id: undefined, by: 'Ann', now: NOW },
  );
});

beforeEach(async () => {
  await db`delete from replies`;
  await db`update mentions set removed_at = ${NOW}`;
  await db`delete from automatic_reply_rules`;
  await saveAutomaticSwitch(db, true, 20);
  clock += 2 * 24 * 60 * MINUTE;
  ruleId = await addRule(shop);
});

afterAll(async () => {
  await http.close();
  await shop.api.close();
  await profile.api.close();
  await db.close();
});

async function addRule(place: Place, perDay = 5): Promise<number> {
  const rule = {
    name: `Thanks at ${place.sourceId}`,
    sourceId: place.sourceId,
    language: 'en',
    label: 'positive',
    starsFrom: undefined,
    starsTo: undefined,
    savedReplyId,
    delayMinutes: 60,
    perDay,
  } as const;
  const id = await insertAutomaticRule(db, rule, { by: 'Ann', now: deps.now() });
  await switchAutomaticRule(db, id, deps.now());
  return id;
}

/** Somebody says something that is counted as positive English and waits in the inbox. */
async function praise(text = 'Great work, I love it', place = shop): Promise<number> {
  const id = await place.say(text);
  await db`
    update mentions
       set label = 'positive', language = 'en', counted_revision = revision, compound_e4 = 8000, confidence = 0.9
     where id = ${id}`;
  await db`
    insert into inbox_items (mention_id, source_id, language, entered_at, updated_at)
    values (${id}, ${place.sourceId}, 'en', ${deps.now()}, ${deps.now()})`;
  return id;
}

const queued = () => listReplies(db, { states: ['queued'], limit: 100 });
const pass = (minutes: number) => {
  clock += minutes * MINUTE;
};

test('what a rule fits is answered after its delay, marked, in turns of its wordings', async () => {
  await praise();
  await praise('Wonderful, thanks a lot');
  expect(await writeAutomatic(db, deps.now())).toBe(2);
  expect(await writeAutomatic(db, deps.now())).toBe(0);
  const written = await queued();
  expect(written.map(({ text }) => text).sort()).toEqual(['How kind, Mia.', 'Thank you, Mia!']);
  expect(written.every(({ isAutomated }) => isAutomated)).toBe(true);
  for (const { id } of written) await sendOne(deps, id);
  expect(shop.api.world.replies).toEqual([]);
  pass(61);
  for (const { id } of written) await sendOne(deps, id);
  expect(shop.api.world.replies).toHaveLength(2);
  const [counts] = await db<{ human: number; automated: number }>`
    select (select count(*) from human_replies) as human, (select count(*) from automated_replies) as automated`;
  expect(counts).toEqual({ human: 0, automated: 2 });
  const items = await db`select from inbox_items where answered_how = 'automatic'`;
  expect(items).toHaveLength(2);
});

const LEFT_ALONE = [
  ['a question', 'Great work, but when does the shop open', '?'],
  ['a plea', 'Great work. Please call me about it', ''],
] as const;
for (const [what, text, mark] of LEFT_ALONE) {
  test(`${what} is left to people`, async () => {
    await praise(`${text}${mark}`);
    expect(await writeAutomatic(db, deps.now())).toBe(0);
  });
}

const CONDITIONS = [
  ['a risk', "update mentions set risks = '{legal}' where id = $1"],
  ['stars that contradict the text', 'update mentions set is_conflict = true where id = $1'],
  ['another label', "update mentions set label = 'negative' where id = $1"],
  ['another language', "update mentions set language = 'de' where id = $1"],
  ['an answer that is there', "update mentions set owner_reply = 'Thanks' where id = $1"],
  ['only the beginning of a text', 'update mentions set is_truncated = true where id = $1'],
  ['history', 'update mentions set is_backfill = true where id = $1'],
  ['an item somebody has', "update inbox_items set claimed_until = '2999-01-01' where mention_id = $1"],
  ['an item that is done', "update inbox_items set status = 'archived' where mention_id = $1"],
  ['no name for {{author}}', 'update mentions set author_name = null, author_handle = null where id = $1'],
  ['an item from before', "update inbox_items set entered_at = '2026-01-01' where mention_id = $1"],
] as const;
for (const [what, statement] of CONDITIONS) {
  test(`${what} keeps a rule away`, async () => {
    const id = await praise();
    await db.raw(statement, [id]);
    expect(await writeAutomatic(db, deps.now())).toBe(0);
  });
}

test('no more goes out in 24 hours than a rule, and all together, may', async () => {
  await db`update automatic_reply_rules set per_day = 2`;
  for (let i = 0; i < 4; i += 1) await praise(`Great ${i}, I love it`);
  expect(await writeAutomatic(db, deps.now())).toBe(2);
  pass(25 * 60);
  expect(await writeAutomatic(db, deps.now())).toBe(2);
  pass(25 * 60);
  await saveAutomaticSwitch(db, true, 1);
  for (let i = 0; i < 3; i += 1) await praise(`Great again ${i}, I love it`);
  expect(await writeAutomatic(db, deps.now())).toBe(1);
});

test('two processes at once write no more than that', async () => {
  await db`update automatic_reply_rules set per_day = 3`;
  for (let i = 0; i < 8; i += 1) await praise(`Great ${i}, I love it`);
  await Promise.all([1, 2, 3].map(() => writeAutomatic(db, deps.now())));
  expect(await queued()).toHaveLength(3);
});

test('the one switch stops what waits, at once', async () => {
  const before = shop.api.world.replies.length;
  await praise();
  await writeAutomatic(db, deps.now());
  const [reply] = await queued();
  await saveAutomaticSwitch(db, false, 20);
  await dropAutomatic(db, undefined);
  pass(61);
  await sendOne(deps, reply?.id ?? 0);
  expect(shop.api.world.replies).toHaveLength(before);
  expect(await listReplies(db, { states: ['dropped'], limit: 10 })).toHaveLength(1);
  await praise('Great once more, I love it');
  expect(await writeAutomatic(db, deps.now())).toBe(0);
});

test('a person who opens the item, or a rule that is gone, keeps a waiting reply from going out', async () => {
  const before = shop.api.world.replies.length;
  const opened = await praise();
  await praise('Great, I love it as well');
  await writeAutomatic(db, deps.now());
  await db`update inbox_items set status = 'claimed' where mention_id = ${opened}`;
  pass(61);
  const [second, first] = await queued();
  expect(await sendOne(deps, first?.id ?? 0)).toMatchObject({
    error: expect.stringContaining('taken care of'),
  });
  await db.transaction((sql) => deleteAutomaticRule(sql, ruleId));
  await sendOne(deps, second?.id ?? 0);
  expect(shop.api.world.replies).toHaveLength(before);
  expect(await listReplies(db, { states: ['dropped'], limit: 10 })).toHaveLength(2);
});

test('Google is not answered without the recorded consent of the owner', async () => {
  await db`delete from automatic_reply_rules`;
  const id = await addRule(profile);
  await praise('Great place, I love it', profile);
  expect(await writeAutomatic(db, deps.now())).toBe(0);
  await saveConsent(db, id, { of: 'Ada Owner, contract of May', by: 'Ann', at: NOW });
  expect(await writeAutomatic(db, deps.now())).toBe(1);
  pass(61);
  const [reply] = await queued();
  await sendOne(deps, reply?.id ?? 0);
  expect(profile.api.world.replies).toHaveLength(1);
});
