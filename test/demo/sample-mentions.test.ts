import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/demo/catalogue.ts';
import { sampleCompany } from '../../src/demo/company.ts';
import {
  intendedLabel,
  intendedMeaning,
  type SampleMention,
  sampleMentions,
} from '../../src/demo/mentions.ts';
import { phrasesOf } from '../../src/demo/phrases.ts';
import { STORIES } from '../../src/demo/stories.ts';
import { contentHash, MENTION_KINDS } from '../../src/domain/mention.ts';
import { compileQuery, matches } from '../../src/domain/query/matcher.ts';
import { parseQuery } from '../../src/domain/query/parse.ts';

const DAY_MS = 86_400_000;
const until = new Date('2026-11-23T17:00:00Z');
const since = new Date(until.getTime() - 180 * DAY_MS);
const mentions = [...sampleMentions({ since, until })];

describe('the history of the sample company', () => {
  test('holds around 6,000 mentions of 180 days, newest first, none of the future', () => {
    expect(mentions.length).toBeGreaterThan(5500);
    expect(mentions.length).toBeLessThan(6800);
    const instants = mentions.map(({ publishedAt }) => publishedAt.getTime());
    expect(instants).toEqual(instants.toSorted((one, other) => other - one));
    expect(instants[0]).toBeLessThanOrEqual(until.getTime());
    expect(instants.at(-1)).toBeGreaterThanOrEqual(since.getTime());
  });

  test('is the same every time it is made', () => {
    expect([...sampleMentions({ since, until })]).toEqual(mentions);
  });

  test('gives a shorter span the same mentions as a longer one', () => {
    const earlier = new Date(until.getTime() - 30 * DAY_MS);
    const shorter = [...sampleMentions({ since, until: earlier })];
    expect(shorter).toEqual(mentions.filter(({ publishedAt }) => publishedAt <= earlier));
  });

  test('gives every mention an id of its own', () => {
    expect(new Set(mentions.map(({ externalId }) => externalId)).size).toBe(mentions.length);
  });

  test('repeats less than three texts in a hundred', () => {
    const texts = new Set(mentions.map(({ text }) => text));
    expect(1 - texts.size / mentions.length).toBeLessThan(0.03);
    const whole = new Set(mentions.map(contentHash));
    expect(1 - whole.size / mentions.length).toBeLessThan(0.03);
  });

  test('is about 45 % English, and no language is missing', () => {
    const share = (language: string) =>
      mentions.filter((mention) => mention.language === language).length / mentions.length;
    expect(share('en')).toBeGreaterThan(0.4);
    expect(share('en')).toBeLessThan(0.5);
    for (const language of LANGUAGES) expect(share(language)).toBeGreaterThan(0.08);
  });

  test('fills every slot and leaves no choice open', () => {
    const unfinished = mentions.filter(({ title = '', text }) =>
      /[{}[\]]|undefined|::|\s\s/.test(`${title}\n${text}`),
    );
    expect(unfinished.map(({ text }) => text)).toEqual([]);
  });

  test('uses the words a mention may use', () => {
    const locations = new Set<string | undefined>([
      undefined,
      ...sampleCompany.locations.map(({ code }) => code),
    ]);
    const touchpoints = new Set<string | undefined>([
      undefined,
      ...sampleCompany.touchpoints.map(({ code }) => code),
    ]);
    for (const { kind, location, touchpoint, country, rating } of mentions) {
      expect(MENTION_KINDS).toContain(kind);
      expect(locations).toContain(location);
      expect(touchpoints).toContain(touchpoint);
      expect(country).toMatch(/^(GB|DE|FR|ES|IT)$/);
      if (rating) expect(rating.value).toBeGreaterThanOrEqual(1);
      if (rating) expect(rating.value).toBeLessThanOrEqual(5);
    }
  });

  test('answers comments that are there', () => {
    const ids = new Set(mentions.map(({ externalId }) => externalId));
    const replies = mentions.filter(({ parentId }) => parentId !== undefined);
    expect(replies.length).toBeGreaterThan(100);
    expect(replies.filter(({ parentId }) => !ids.has(parentId ?? ''))).toEqual([]);
  });

  test('has fewer mentions on Sundays than on Mondays, and more at the end than at the start', () => {
    const on = (weekday: number) =>
      mentions.filter(({ publishedAt }) => publishedAt.getUTCDay() === weekday).length;
    expect(on(0)).toBeLessThan(0.85 * on(1));
    expect(between(0, 60).length * 1.08).toBeLessThan(between(110, 130).length * 3);
  });
});

describe('the stories', () => {
  test('show late parcels in Germany from day 131, and a slow recovery', () => {
    const negative = (from: number, to: number) =>
      shareNegative(
        between(from, to).filter(
          ({ country, externalId }) => country === 'DE' && aspectOf(externalId) === 'delivery',
        ),
      );
    expect(negative(0, 130)).toBeLessThan(0.5);
    expect(negative(132, 145)).toBeGreaterThan(0.8);
    const volume = (from: number, to: number) =>
      between(from, to).filter(
        ({ country, externalId }) => country === 'DE' && aspectOf(externalId) === 'delivery',
      ).length /
      (to - from);
    expect(volume(132, 145)).toBeGreaterThan(4 * volume(0, 130));
    expect(volume(146, 160)).toBeLessThan(0.7 * volume(132, 145));
    expect(volume(168, 180)).toBeLessThan(3 * volume(0, 130));
  });

  test('show a broken login for four days', () => {
    const logins = (from: number, to: number) =>
      between(from, to).filter(({ externalId }) => aspectOf(externalId) === 'login');
    const { firstDay, endDay } = STORIES.login;
    expect(logins(firstDay, endDay).length).toBeGreaterThan(60);
    expect(shareNegative(logins(firstDay, endDay))).toBeGreaterThan(0.95);
    expect(logins(firstDay - 20, firstDay).length).toBeLessThan(12);
  });

  test('show a campaign people like', () => {
    const campaign = between(STORIES.campaign.firstDay, STORIES.campaign.endDay).filter(
      ({ externalId }) => aspectOf(externalId) === 'campaign',
    );
    expect(campaign.length).toBeGreaterThan(120);
    expect(shareNegative(campaign)).toBeLessThan(0.2);
  });

  test('show kind staff in Bristol and a dirty shop in Lyon', () => {
    const at = (code: string, aspect: string) =>
      mentions.filter(({ location, externalId }) => location === code && aspectOf(externalId) === aspect);
    expect(at('BRS-01', 'staff').length).toBeGreaterThan(50);
    expect(shareNegative(at('BRS-01', 'staff'))).toBeLessThan(0.15);
    expect(at('LYO-01', 'clean').length).toBeGreaterThan(15);
    expect(shareNegative(at('LYO-01', 'clean'))).toBeGreaterThan(0.8);
  });
});

describe('the sentences', () => {
  test.each([
    ['en', 350],
    ['de', 250],
    ['fr', 250],
    ['es', 250],
    ['it', 250],
  ] as const)('in %s are at least %i, all different', (language, least) => {
    const texts = phrasesOf(language)
      .filter(({ where }) => where !== 't')
      .map(({ text }) => text);
    expect(new Set(texts).size).toBeGreaterThanOrEqual(least);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('carry a label by hand that a mention can be asked for', () => {
    expect(mentions.filter(({ externalId }) => intendedLabel(externalId) === undefined)).toEqual([]);
    for (const id of ['', 'fernwheel:app:1-2:en999999', 'fernwheel:app:1-2:xx1', 'something else']) {
      expect(intendedLabel(id)).toBeUndefined();
    }
  });
});

describe('the topics', () => {
  for (const { name, query } of sampleCompany.topics) {
    test(`"${name}" matches some mentions and not all`, () => {
      const compiled = compileQuery(parseQuery(query));
      const found = mentions.filter((mention) => matches(compiled, documentOf(mention)));
      expect(found.length).toBeGreaterThan(40);
      expect(found.length).toBeLessThan(mentions.length);
    });
  }

  test('cover nearly everything with the brand', () => {
    const brand = sampleCompany.topics.find(({ kind }) => kind === 'brand');
    const compiled = compileQuery(parseQuery(brand?.query ?? ''));
    const found = mentions.filter((mention) => matches(compiled, documentOf(mention)));
    expect(found.length / mentions.length).toBeGreaterThan(0.9);
  });

  test('find most delivery texts in every language', () => {
    const delivery = sampleCompany.topics.find(({ name }) => name === 'Delivery');
    const compiled = compileQuery(parseQuery(delivery?.query ?? ''));
    for (const language of LANGUAGES) {
      const about = mentions.filter(
        (mention) => mention.language === language && aspectOf(mention.externalId) === 'delivery',
      );
      const found = about.filter((mention) => matches(compiled, documentOf(mention)));
      expect(found.length / about.length, language).toBeGreaterThan(0.45);
    }
  });
});

function between(firstDay: number, endDay: number): SampleMention[] {
  const start = Math.floor(since.getTime() / DAY_MS) * DAY_MS;
  return mentions.filter(({ publishedAt }) => {
    const day = (publishedAt.getTime() - start) / DAY_MS;
    return day >= firstDay && day < endDay;
  });
}

function shareNegative(some: readonly SampleMention[]): number {
  return some.filter(({ externalId }) => intendedLabel(externalId) === 'negative').length / some.length;
}

function aspectOf(externalId: string): string | undefined {
  return intendedMeaning(externalId)?.aspect;
}

function documentOf(mention: SampleMention) {
  const { title, text, language, country, rating, location, product, tags } = mention;
  return { title, text, lang: language, country, stars: rating?.value, location, product, tags };
}
