import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { effectOf, type Stratum } from '../../src/domain/reply-effect.ts';
import type { Db } from '../../src/store/db.ts';
import { saveSavedReply } from '../../src/store/saved-replies.ts';
import { readEffects } from '../../src/web/deeds/reply-effect.ts';
import { addReadSource, hear } from '../support/listening.ts';
import { openTestStore } from '../support/test-store.ts';
import { queueReply } from './place.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY);

const of = (...changes: number[]) => ({
  n: changes.length,
  sum: changes.reduce((sum, one) => sum + one, 0),
  squares: changes.reduce((sum, one) => sum + one * one, 0),
});
const times = (n: number, change: number) => Array.from({ length: n }, () => change);

describe('the effect', () => {
  test('is the difference within strata, weighted by what was answered', () => {
    const strata: Stratum[] = [
      { answered: of(...times(30, 1)), unanswered: of(...times(40, 0)) },
      { answered: of(...times(10, 0)), unanswered: of(...times(40, 1)) },
    ];
    const effect = effectOf(strata);
    expect(effect).toMatchObject({
      answered: 0.75,
      unanswered: 0.25,
      difference: 0.5,
      n: 40,
      nUnanswered: 80,
    });
    expect(effect?.low).toBeLessThan(0.5);
    expect(effect?.high).toBeGreaterThan(0.5);
  });

  test('is not told from too few', () => {
    expect(effectOf([{ answered: of(...times(19, 1)), unanswered: of(...times(90, 0)) }])).toBeUndefined();
    expect(effectOf([{ answered: of(...times(90, 1)), unanswered: of(...times(19, 0)) }])).toBeUndefined();
    expect(effectOf([])).toBeUndefined();
  });

  test('leaves out what has nothing to be compared with', () => {
    const strata: Stratum[] = [
      { answered: of(...times(25, 1)), unanswered: of(...times(25, 1)) },
      { answered: of(...times(500, 4)), unanswered: of(0, 0) },
    ];
    expect(effectOf(strata)).toMatchObject({ difference: 0, n: 25 });
  });

  test('has an interval that covers the truth about as often as it says', () => {
    let state = 7;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    let covered = 0;
    const RUNS = 400;
    for (let run = 0; run < RUNS; run += 1) {
      const draw = (n: number, share: number) =>
        of(...Array.from({ length: n }, () => (random() < share ? 2 : 0)));
      const strata = [
        { answered: draw(60, 0.3), unanswered: draw(90, 0.1) },
        { answered: draw(40, 0.3), unanswered: draw(90, 0.1) },
      ];
      const effect = effectOf(strata);
      if (effect && effect.low <= 0.4 && effect.high >= 0.4) covered += 1;
    }
    expect(covered / RUNS).toBeGreaterThan(0.92);
    expect(covered / RUNS).toBeLessThan(0.985);
  });
});

describe('from the store', () => {
  let db: Db;
  let sourceId: number;
  const rated = (value: number) => ({ value, min: 1, max: 5 });
  const at = (days: number) => ({ sourceId, now: daysAgo(days) });

  beforeAll(async () => {
    db = await openTestStore();
    sourceId = await addReadSource(db, 'Reviews', daysAgo(700));
    // 25 bad reviews are answered after half a day; 20 of their authors raise their stars, in place or with a new one.
    for (let i = 0; i < 25; i += 1) {
      const review = {
        externalId: `a${i}`,
        author: { name: `Ann ${i}` },
        publishedAt: daysAgo(200),
        kind: 'review' as const,
      };
      const [mentionId] = await hear(db, at(200), [{ ...review, text: `bad ${i}`, rating: rated(1) }]);
      const id = await queueReply(db, mentionId as number, `Sorry ${i}`, daysAgo(199.5));
      await db`update replies set state = 'published', sent_at = ${daysAgo(199.5)} where id = ${id}`;
      if (i < 10) await hear(db, at(150), [{ ...review, text: `good ${i}`, rating: rated(5) }]);
      else if (i < 20) {
        const later = { ...review, externalId: `later${i}`, publishedAt: daysAgo(150) };
        await hear(db, at(150), [{ ...later, text: `good ${i}`, rating: rated(5) }]);
      }
    }
    // 30 like them are not; one of them changes, another one too late.
    for (let i = 0; i < 30; i += 1) {
      const review = {
        externalId: `b${i}`,
        author: { name: `Bo ${i}` },
        publishedAt: daysAgo(200),
        kind: 'review' as const,
      };
      await hear(db, at(200), [{ ...review, text: `bad ${i}`, rating: rated(1) }]);
      if (i === 0) await hear(db, at(150), [{ ...review, text: `good ${i}`, rating: rated(5) }]);
      if (i === 1) await hear(db, at(20), [{ ...review, text: `good ${i}`, rating: rated(5) }]);
    }
  });
  afterAll(() => db.close());

  const effects = (now: Date, days: 30 | 90 = 90) => readEffects({ db, now: () => now }, days);
  const effect = async (measure: 'stars' | 'compound', days: 30 | 90 = 90) =>
    (await effects(NOW, days))[0]?.effects[measure];

  test('stars rise by what was edited and by what the same author wrote later', async () => {
    const found = await effect('stars');
    expect(found).toMatchObject({ n: 25, nUnanswered: 30 });
    expect(found?.answered).toBeCloseTo((20 * 4) / 25, 5);
    expect(found?.unanswered).toBeCloseTo(4 / 30, 5);
    expect(found?.low).toBeGreaterThan(2);
  });

  test('so does the compound', async () => {
    expect((await effect('compound'))?.answered).toBeCloseTo((20 * (0.6249 + 0.4767)) / 25, 4);
  });

  test('what came after the days is not counted', async () => {
    expect((await effect('stars', 30))?.answered).toBe(0);
  });

  test('replies whose days are not over do not count yet', async () => {
    expect((await effects(daysAgo(120)))[0]?.effects).toEqual({ stars: undefined, compound: undefined });
  });

  test('saved replies have lines of their own, with nothing said about the rare ones', async () => {
    const nothing = { language: undefined, label: undefined, aspect: undefined, starsFrom: undefined };
    const sorry = {
      ...nothing,
      name: 'Sorry',
      starsTo: undefined,
      sourceId: undefined,
      variants: ['Sorry'],
      enabled: true,
    };
    const id = await saveSavedReply(db, sorry, { id: undefined, by: 'Ann', now: NOW });
    await db`update replies set saved_reply_id = ${id}`;
    const [all, line] = await effects(NOW);
    expect(line?.saved?.name).toBe('Sorry');
    expect(line?.effects.stars).toEqual(all?.effects.stars);
    await db`update replies set saved_reply_id = null where id % 2 = 0`;
    const [still, fewer] = await effects(NOW);
    expect(fewer?.effects).toEqual({ stars: undefined, compound: undefined });
    expect(still?.effects.stars).toEqual(all?.effects.stars);
  });
});
