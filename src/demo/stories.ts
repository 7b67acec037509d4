import type { Language } from './catalogue.ts';
import type { IntendedLabel } from './phrases.ts';

/** Things that happened to the sample company, counted in days from the start of its history. */

/** Days of history before the company is first looked at; day 180 is the day of installation. */
export const HISTORY_DAYS = 180;

export type StoryName = 'delivery' | 'login' | 'campaign';
export type Odds = Readonly<Record<IntendedLabel, number>>;

export interface Story {
  readonly aspect: string;
  readonly firstDay: number;
  /** First day on which nothing is added any more. */
  readonly endDay: number;
  /** Mentions the story adds on a day of the window. */
  readonly extra: (dayOfStory: number) => number;
  readonly channels: Readonly<Partial<Record<Channel, number>>>;
  readonly languages: Readonly<Partial<Record<Language, number>>>;
  readonly odds: Odds;
  /** Country the story is confined to. */
  readonly country?: string;
}

export type Channel = 'news' | 'forum' | 'reviews' | 'app' | 'social' | 'letters';

export const LANGUAGE_SHARES: Readonly<Record<Language, number>> = { en: 45, de: 22, fr: 13, es: 10, it: 10 };

export const STORIES: Readonly<Record<StoryName, Story>> = {
  /** Seven weeks before installation parcels get stuck in Germany; it takes a month to recover. */
  delivery: {
    aspect: 'delivery',
    firstDay: 131,
    endDay: 165,
    extra: (day) => (day < 3 ? 5 + 4 * day : 13 * Math.exp(-(day - 3) / 10)),
    channels: { reviews: 48, social: 32, forum: 14, news: 3, letters: 3 },
    languages: { de: 92, en: 8 },
    odds: { positive: 2, neutral: 6, negative: 92 },
    country: 'DE',
  },
  /** Three weeks before installation a release of the app locks people out for four days. */
  login: {
    aspect: 'login',
    firstDay: 159,
    endDay: 163,
    extra: (day) => [14, 26, 24, 12][day] ?? 0,
    channels: { app: 72, social: 26, news: 2 },
    languages: LANGUAGE_SHARES,
    odds: { positive: 0, neutral: 0, negative: 100 },
  },
  /** A trade-in campaign of three weeks that people like. */
  campaign: {
    aspect: 'campaign',
    firstDay: 140,
    endDay: 161,
    extra: (day) => (day < 4 ? 5 + 2 * day : 12 - day / 3),
    channels: { social: 58, reviews: 22, forum: 14, letters: 4, news: 2 },
    languages: LANGUAGE_SHARES,
    odds: { positive: 78, neutral: 13, negative: 9 },
  },
};

/** The branch whose staff people praise, and the branch that nobody sweeps. */
export const KIND_STORE = 'BRS-01';
export const DIRTY_STORE = 'LYO-01';

/** Days on which people write that the login works again. */
export function isLoginRepaired(day: number): boolean {
  return day >= STORIES.login.endDay && day < STORIES.login.endDay + 8;
}

/** Version of the app on a day: a release every three weeks, 5.20.0 is the broken one and 5.20.1 mends it. */
export function appVersionOn(day: number): string {
  const release = Math.floor((day - STORIES.login.firstDay) / 21);
  const mended = day >= STORIES.login.endDay && release === 0;
  return `5.${20 + release}.${mended ? 1 : 0}`;
}
