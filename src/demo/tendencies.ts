import type { Location } from './catalogue.ts';
import type { Place } from './phrases.ts';
import { DIRTY_STORE, isLoginRepaired, KIND_STORE, type Odds, STORIES, type StoryName } from './stories.ts';

/** What people write about in each place, and how they feel about it, when nothing special is going on. */

const ASPECTS_BY_PLACE: Readonly<Record<Exclude<Place, 't'>, Readonly<Record<string, number>>>> = {
  v: { staff: 22, workshop: 18, price: 12, store: 12, stock: 9, clean: 7, mixed: 6, card: 4, campaign: 1 },
  w: { quality: 34, delivery: 20, price: 10, returns: 8, support: 8, stock: 7, mixed: 6, web: 4 },
  a: { app: 64, card: 15, mixed: 9, login: 2 },
  s: {
    brand: 17,
    quality: 16,
    staff: 9,
    delivery: 8,
    price: 7,
    workshop: 7,
    rival: 6,
    app: 5,
    stock: 5,
    store: 5,
    support: 4,
    card: 3,
    returns: 3,
    campaign: 2,
    clean: 1,
  },
  f: {
    quality: 26,
    workshop: 13,
    delivery: 10,
    price: 9,
    rival: 8,
    brand: 6,
    support: 6,
    returns: 6,
    stock: 6,
    staff: 5,
    store: 4,
    campaign: 1,
  },
  n: { news: 12, campaign: 1 },
};

const ODDS_BY_ASPECT: Readonly<Record<string, Odds>> = {
  staff: { positive: 66, neutral: 10, negative: 24 },
  store: { positive: 60, neutral: 14, negative: 26 },
  stock: { positive: 30, neutral: 28, negative: 42 },
  workshop: { positive: 54, neutral: 18, negative: 28 },
  price: { positive: 42, neutral: 20, negative: 38 },
  quality: { positive: 54, neutral: 22, negative: 24 },
  delivery: { positive: 48, neutral: 26, negative: 26 },
  returns: { positive: 40, neutral: 22, negative: 38 },
  web: { positive: 45, neutral: 0, negative: 55 },
  support: { positive: 45, neutral: 0, negative: 55 },
  app: { positive: 52, neutral: 18, negative: 30 },
  login: { positive: 0, neutral: 0, negative: 100 },
  card: { positive: 52, neutral: 14, negative: 34 },
  campaign: { positive: 60, neutral: 30, negative: 10 },
  brand: { positive: 46, neutral: 34, negative: 20 },
  rival: { positive: 25, neutral: 55, negative: 20 },
  mixed: { positive: 0, neutral: 100, negative: 0 },
  news: { positive: 16, neutral: 78, negative: 6 },
};

/** Where in the customer's journey an aspect belongs. */
export const TOUCHPOINT_OF: Readonly<Record<string, string>> = {
  brand: 'discover',
  news: 'discover',
  campaign: 'discover',
  rival: 'discover',
  staff: 'buy',
  store: 'buy',
  clean: 'buy',
  stock: 'buy',
  price: 'buy',
  web: 'buy',
  delivery: 'receive',
  quality: 'use',
  app: 'use',
  login: 'use',
  mixed: 'use',
  support: 'get-help',
  returns: 'get-help',
  workshop: 'get-help',
  card: 'renew',
};

/** Aspects that one person may well mention together; never two that are about a product's quality. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  staff: ['store', 'stock', 'workshop', 'price'],
  store: ['staff', 'price', 'stock'],
  clean: ['staff', 'store', 'price'],
  stock: ['staff', 'price', 'support'],
  workshop: ['staff', 'price'],
  price: ['staff', 'delivery', 'support'],
  quality: ['price', 'delivery', 'support', 'returns'],
  delivery: ['support', 'returns', 'price'],
  returns: ['support', 'delivery'],
  web: ['support', 'delivery'],
  support: ['delivery', 'returns'],
  app: ['card'],
  login: ['app'],
  card: ['app', 'price'],
  campaign: ['staff', 'store', 'brand'],
  brand: ['staff', 'workshop'],
  news: ['newsmore'],
};

export function companionsOf(aspect: string, place: Place): readonly string[] {
  return place === 'n' ? ['newsmore'] : (COMPANIONS[aspect] ?? []);
}

export function aspectWeights(
  place: Exclude<Place, 't'>,
  location: Location,
): Readonly<Record<string, number>> {
  const weights = ASPECTS_BY_PLACE[place];
  if (place !== 'v') return weights;
  if (location.code === KIND_STORE) return { ...weights, staff: 50 };
  if (location.code === DIRTY_STORE) return { ...weights, clean: 50 };
  return weights;
}

export function oddsOf(
  aspect: string,
  at: { location: Location; day: number; story?: StoryName | undefined },
): Odds {
  if (at.story) return STORIES[at.story].odds;
  if (aspect === 'staff' && at.location.code === KIND_STORE) return { positive: 94, neutral: 3, negative: 3 };
  if (aspect === 'clean' && at.location.code === DIRTY_STORE)
    return { positive: 6, neutral: 0, negative: 94 };
  if (aspect === 'clean') return { positive: 75, neutral: 0, negative: 25 };
  if (aspect === 'login' && isLoginRepaired(at.day)) return { positive: 80, neutral: 0, negative: 20 };
  return ODDS_BY_ASPECT[aspect] ?? { positive: 1, neutral: 1, negative: 1 };
}
