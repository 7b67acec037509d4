import type { NewCustomer, NewOrder } from '../../domain/facts.ts';
import { type Random, randomOf, seedOf } from '../../domain/random.ts';
import { COUNTRIES, type Language, LOCATIONS, PRODUCTS } from '../catalogue.ts';
import { HISTORY_DAYS, LANGUAGE_SHARES } from '../stories.ts';
import { grudgeOn, setbackOn } from './setback.ts';

/** Somebody who shops at the sample company. */
export interface Shopper {
  readonly id: string;
  readonly language: Language;
  readonly country: string;
  /** Code of the branch they go to; undefined: they buy on the web. */
  readonly location: string | undefined;
  readonly segment: 'web' | 'store' | 'club';
  readonly referredBy: string | undefined;
  /** Days from the start of the history, below 0 before it. */
  readonly from: number;
  /** First day on which they are gone; undefined: still there. */
  readonly until: number | undefined;
}

const SEED = 20_262;
const DAY_MS = 86_400_000;
const BEFORE_HISTORY = 900;
const YEARS_BEFORE = 3;
const NEW_A_DAY = 3.4;
const WEB_SHARE = 0.55;
const CLUB_SHARE = 0.4;
const REFERRED_SHARE = 0.14;
/** Who leaves in a week when all is well, and how many more while the parcels of their country get stuck. */
const LEAVE_A_WEEK = 0.004;
const LEAVE_IN_SETBACK = 0.02;
const DAYS_BETWEEN_ORDERS = 75;
const REFUNDED_SHARE = 0.04;

/** Everybody who has been a customer up to the day, always the same for the same day. */
export function shoppersUntil(day: number): readonly Shopper[] {
  const joined = Math.max(0, Math.round(day * NEW_A_DAY));
  return Array.from({ length: BEFORE_HISTORY + joined }, (_, number) => shopper(number, day));
}

function shopper(number: number, today: number): Shopper {
  const random = randomOf(seedOf(SEED, number));
  const language = random.weighted<Language>(LANGUAGE_SHARES);
  const country = random.weighted(COUNTRIES[language]);
  const nearby = LOCATIONS.filter((location) => location.country === country);
  const isWeb = nearby.length === 0 || random.chance(WEB_SHARE);
  const isNew = number >= BEFORE_HISTORY;
  const from = isNew
    ? Math.floor((number - BEFORE_HISTORY) / NEW_A_DAY)
    : -random.between(1, YEARS_BEFORE * 365);
  const segment = random.chance(CLUB_SHARE) ? 'club' : isWeb ? 'web' : 'store';
  const referredBy = random.chance(REFERRED_SHARE)
    ? random.pick(['a friend', 'riding club', 'family'])
    : undefined;
  const location = isWeb ? undefined : random.pick(nearby).code;
  const until = dayOfLeaving(country, Math.max(from, 0), today, random);
  return { id: `fw-${number + 1}`, language, country, location, segment, referredBy, from, until };
}

function dayOfLeaving(country: string, from: number, today: number, random: Random): number | undefined {
  // As many numbers are drawn whatever the day is, so that somebody who left yesterday has left today as well.
  let left: number | undefined;
  for (let day = from + 7; day < from + 7 + HISTORY_DAYS * 2; day += 7) {
    const chance = LEAVE_A_WEEK + LEAVE_IN_SETBACK * grudgeOn(day - 21, country);
    if (random.chance(chance)) left ??= day;
  }
  return left !== undefined && left <= today ? left : undefined;
}

export function customerOf(shopper: Shopper, since: Date): NewCustomer {
  const { id, segment, location, referredBy, from, until } = shopper;
  return {
    externalId: id,
    startedAt: dayAt(since, from),
    segment,
    ...(until === undefined ? {} : { endedAt: dayAt(since, until) }),
    ...(location === undefined ? {} : { location }),
    ...(referredBy === undefined ? {} : { referredBy }),
  };
}

/** What a customer has ordered within the history: the first order on the day they came, if that lies in it. */
export function ordersOf(shopper: Shopper, since: Date, until: Date): readonly NewOrder[] {
  const random = randomOf(seedOf(SEED, Number(shopper.id.slice(3)), 1));
  const found: NewOrder[] = [];
  const lastDay = (until.getTime() - since.getTime()) / DAY_MS;
  let day = shopper.from < 0 ? DAYS_BETWEEN_ORDERS * random.next() : shopper.from;
  while (day <= Math.min(lastDay, shopper.until ?? lastDay)) {
    found.push(orderOn(day, shopper, { number: found.length, since, random }));
    day += 1 - DAYS_BETWEEN_ORDERS * Math.log(1 - random.next());
  }
  return found;
}

function orderOn(
  day: number,
  shopper: Shopper,
  { number, since, random }: { number: number; since: Date; random: Random },
): NewOrder {
  const amount =
    Math.round(100 * Math.exp(3.9 + 0.9 * (random.next() + random.next() + random.next() - 1.5))) / 100;
  const { id, country, location, segment, referredBy } = shopper;
  const isReturned = random.chance(REFUNDED_SHARE + 0.12 * setbackOn(day, country));
  return {
    externalId: `${id}-${number + 1}`,
    customer: id,
    amount,
    currency: 'EUR',
    orderedAt: new Date(since.getTime() + day * DAY_MS),
    product: random.pick(PRODUCTS).model,
    segment,
    ...(isReturned ? { refunded: amount } : {}),
    ...(referredBy !== undefined && number === 0 && shopper.from >= 0 ? { isReferred: true } : {}),
    ...(location === undefined ? {} : { location }),
  };
}

const dayAt = (since: Date, day: number) => new Date(since.getTime() + day * DAY_MS);
