import { afterEach, beforeEach, expect, test } from 'vitest';
import { correctionInWords, correctionOf } from '../../src/domain/correction.ts';
import { listCorrections } from '../../src/store/corrections.ts';
import type { Db } from '../../src/store/db.ts';
import { overrideLabel } from '../../src/store/overrides.ts';
import { removeMentions } from '../../src/store/removals.ts';
import { publishDays, scoresBetween } from '../../src/store/scores.ts';
import { TopicCatalog } from '../../src/store/topic-catalog.ts';
import { addReadSource, hear } from '../support/listening.ts';
import { openTestStore } from '../support/test-store.ts';

const BERLIN = 'Europe/Berlin';
const NOON = new Date('2026-03-28T11:00:00Z');
const PUBLISHED = new Date('2026-03-29T00:00:00Z');
const LATER = new Date('2026-03-30T08:00:00Z');
const DAY = '2026-03-28';

let db: Db;
let sourceId: number;
let ids: number[];

beforeEach(async () => {
  db = await openTestStore();
  await db`update topics set time_zone = ${BERLIN}`;
  sourceId = await addReadSource(db, 'A forum', NOON);
  const words = ['good', 'good', 'good', 'bad', 'bad', 'plain'];
  const said = words.map((word, index) => ({
    externalId: `${index}`,
    text: `${word} ${index}`,
    publishedAt: NOON,
  }));
  ids = await hear(db, { sourceId, now: NOON }, said);
  await publishDays(db, { id: 1 }, { today: '2026-03-29', coverageOf: () => 1, now: PUBLISHED });
});
afterEach(() => db.close());

async function correction() {
  const scores = await scoresBetween(db, { topicId: 1, from: DAY, to: DAY });
  return (await listCorrections(db, 1, scores)).get(DAY);
}

const NOTHING = { late: 0, countedLater: 0, gone: 0, byPeople: 0, edited: 0, isRelabelled: false };
const override = (mentionId: number | undefined, label: 'negative' | 'positive') =>
  overrideLabel(db, new TopicCatalog(), { mentionId: mentionId ?? 0, label, userId: undefined, now: LATER });

test('a day that is as it was published has no correction', async () => {
  expect(await correction()).toBeUndefined();
});

test('mentions that came after the day was published correct it', async () => {
  const said = ['bad', 'good'].map((word) => ({
    externalId: `late ${word}`,
    text: `${word} late`,
    publishedAt: NOON,
  }));
  await hear(db, { sourceId, now: LATER }, said);
  expect(await correction()).toEqual({ ...NOTHING, late: 2 });
});

test('those of the next day in the zone of the topic do not', async () => {
  const afterMidnight = { externalId: 'x', text: 'bad x', publishedAt: new Date('2026-03-28T23:30:00Z') };
  await hear(db, { sourceId, now: LATER }, [afterMidnight]);
  expect(await correction()).toBeUndefined();
});

test('corrections by people, removals and edits are told apart, and add up', async () => {
  await override(ids[0], 'negative');
  await removeMentions(db, [ids[3] ?? 0], LATER);
  const edited = { externalId: '4', text: 'good after all', publishedAt: NOON };
  await hear(db, { sourceId, now: LATER }, [edited]);
  await db`update mentions set edited_at = ${LATER} where external_id = '4'`;
  expect(await correction()).toEqual({ ...NOTHING, byPeople: 1, gone: 1, edited: 1 });
});

test('a label that was moved by nobody is put down to rules or a lexicon', () => {
  const published = { positive: 3, neutral: 1, negative: 2 };
  const causes = { late: 0, byPeople: 0, edited: 0 };
  const moved = correctionOf(causes, { published, now: { positive: 2, neutral: 1, negative: 3 } });
  expect(moved).toEqual({ ...NOTHING, isRelabelled: true });
  const byPeople = correctionOf(
    { ...causes, byPeople: 1 },
    { published, now: { positive: 2, neutral: 1, negative: 3 } },
  );
  expect(byPeople.isRelabelled).toBe(false);
});

test('the words say what happened to how many', () => {
  expect(correctionInWords({ ...NOTHING, late: 3, gone: 1, byPeople: 2 })).toBe(
    '3 came late, 1 is gone or no longer in the topic, 2 were labelled by people',
  );
});
