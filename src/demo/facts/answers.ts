import type { NewAnswer, SurveyKind } from '../../domain/facts.ts';
import { type Random, randomOf, seedOf } from '../../domain/random.ts';
import { LOCATIONS, PRODUCTS, productsFitting } from '../catalogue.ts';
import { type IntendedLabel, type Place, shelf } from '../phrases.ts';
import { DIRTY_STORE, KIND_STORE } from '../stories.ts';
import { wordingOf } from '../wording.ts';
import type { Shopper } from './customers.ts';
import type { Moods } from './mood.ts';
import { grudgeOn } from './setback.ts';

interface Survey {
  readonly kind: SurveyKind;
  readonly touchpoint: string;
  readonly question: string;
  readonly scale: { readonly min: number; readonly max: number };
  /** Answers on an ordinary day. */
  readonly aDay: number;
  /** What people write about when they add a comment, with weights. */
  readonly aspects: Readonly<Record<string, number>>;
  /** Days after which stuck parcels and talk are felt here: at once at the door, weeks later in loyalty. */
  readonly delayDays: number;
  /** How much the worst day takes from the chance to be content. */
  readonly weight: number;
  /** How far what was said in public that long ago takes people along: what is heard today is recommended in weeks. */
  readonly sway: number;
  readonly isInStore?: true;
}

const SURVEYS: readonly Survey[] = [
  {
    kind: 'nps',
    touchpoint: 'renew',
    question: 'How likely are you to recommend Fernwheel to a friend?',
    scale: { min: 0, max: 10 },
    aDay: 9,
    aspects: { quality: 30, staff: 20, delivery: 20, price: 15, card: 10, support: 5 },
    delayDays: 21,
    weight: 0.3,
    sway: 2.5,
  },
  {
    kind: 'csat',
    touchpoint: 'receive',
    question: 'How satisfied are you with the delivery of your order?',
    scale: { min: 1, max: 5 },
    aDay: 4,
    aspects: { delivery: 100 },
    delayDays: 3,
    weight: 0.85,
    sway: 0,
  },
  {
    kind: 'csat',
    touchpoint: 'buy',
    question: 'How satisfied were you with your visit?',
    scale: { min: 1, max: 5 },
    aDay: 5,
    aspects: { staff: 45, store: 20, workshop: 20, stock: 15 },
    delayDays: 0,
    weight: 0,
    sway: 0,
    isInStore: true,
  },
  {
    kind: 'ces',
    touchpoint: 'get-help',
    question: 'How easy was it to get your issue solved? (7: very easy)',
    scale: { min: 1, max: 7 },
    aDay: 2,
    aspects: { support: 60, returns: 40 },
    delayDays: 5,
    weight: 0.45,
    sway: 0,
  },
];

const SEED = 20_263;
const DAY_MS = 86_400_000;
const CONTENT_SHARE = 0.72;
const UNANSWERED_SHARE = 0.06;
const COMMENT_SHARE = 0.4;
const QUOTABLE_SHARE = 0.3;

/** Answers of one day of the history; the same day gives the same answers. */
export function answersOn(
  day: number,
  since: Date,
  { shoppers, moods }: { shoppers: readonly Shopper[]; moods: Moods },
): readonly NewAnswer[] {
  return SURVEYS.flatMap((survey, index) => {
    const random = randomOf(seedOf(SEED, day, index));
    const asked = shoppers.filter(
      ({ from, until, location }) =>
        from < day && (until === undefined || until > day) && (!survey.isInStore || location !== undefined),
    );
    if (asked.length === 0) return [];
    const count = Math.round(survey.aDay * (0.7 + 0.6 * random.next()));
    return Array.from({ length: count }, (_, number) => {
      const id = `${survey.kind}-${survey.touchpoint}-${day}-${number}`;
      return answerOf({
        id,
        day,
        since,
        survey,
        shopper: random.pick(asked),
        random,
        mood: survey.sway === 0 ? 0 : moods(day - survey.delayDays),
      });
    });
  });
}

interface Asking {
  readonly id: string;
  readonly day: number;
  readonly since: Date;
  readonly survey: Survey;
  readonly shopper: Shopper;
  readonly random: Random;
  /** What was said in public as long ago as it is felt here. */
  readonly mood: number;
}

function answerOf({ id, day, since, survey, shopper, random, mood }: Asking): NewAnswer {
  const { kind, scale, question, touchpoint } = survey;
  const label = feelingOf({ day, survey, shopper, random, mood });
  const answeredAt = new Date(since.getTime() + day * DAY_MS + random.between(7 * 3600, 22 * 3600) * 1000);
  const invitedAt = new Date(answeredAt.getTime() - random.between(1, 96) * 3_600_000);
  const isAnswered = !random.chance(UNANSWERED_SHARE);
  const comment = random.chance(COMMENT_SHARE)
    ? commentOf(label, { day, survey, shopper, random, answeredAt })
    : '';
  const mayQuote = random.chance(QUOTABLE_SHARE);
  return {
    externalId: id,
    kind,
    scale,
    question,
    touchpoint,
    language: shopper.language,
    customer: shopper.id,
    segment: shopper.segment,
    country: shopper.country,
    invitedAt,
    answeredAt,
    ...(isAnswered ? { score: scoreOf(label, kind, random) } : {}),
    ...(isAnswered && comment !== '' ? { comment, mayQuote } : {}),
    ...(shopper.location === undefined ? {} : { location: shopper.location }),
  };
}

function feelingOf({
  day,
  survey,
  shopper,
  random,
  mood,
}: Pick<Asking, 'day' | 'survey' | 'shopper' | 'random' | 'mood'>): IntendedLabel {
  const { delayDays, weight, sway, isInStore } = survey;
  const place = isInStore ? placeEffect(shopper.location) : 0;
  const content = CONTENT_SHARE + place + sway * mood - weight * grudgeOn(day - delayDays, shopper.country);
  const at = random.next();
  if (at < content) return 'positive';
  return at < content + (1 - content) * 0.45 ? 'neutral' : 'negative';
}

function placeEffect(location: string | undefined): number {
  if (location === KIND_STORE) return 0.18;
  return location === DIRTY_STORE ? -0.3 : 0;
}

const SCORES: Readonly<
  Record<SurveyKind, Readonly<Record<IntendedLabel, Readonly<Record<string, number>>>>>
> = {
  nps: {
    positive: { '10': 40, '9': 32, '8': 20, '7': 8 },
    neutral: { '8': 30, '7': 40, '6': 20, '5': 10 },
    negative: { '6': 15, '5': 15, '4': 15, '3': 15, '2': 15, '1': 10, '0': 15 },
  },
  csat: {
    positive: { '5': 62, '4': 38 },
    neutral: { '4': 25, '3': 75 },
    negative: { '3': 10, '2': 40, '1': 50 },
  },
  ces: {
    positive: { '7': 50, '6': 38, '5': 12 },
    neutral: { '5': 40, '4': 45, '3': 15 },
    negative: { '3': 35, '2': 35, '1': 30 },
  },
  custom: { positive: { '1': 1 }, neutral: { '1': 1 }, negative: { '1': 1 } },
};

const scoreOf = (label: IntendedLabel, kind: SurveyKind, random: Random) =>
  Number(random.weighted(SCORES[kind][label]));

/** A sentence of the books that fits; empty where nobody wrote one for it. */
function commentOf(
  label: IntendedLabel,
  at: Pick<Asking, 'day' | 'survey' | 'shopper' | 'random'> & { answeredAt: Date },
): string {
  const { day, survey, shopper, random, answeredAt } = at;
  const place: Place = survey.isInStore ? 'v' : 'w';
  const fitting = shelf(shopper.language, place, random.weighted(survey.aspects), label);
  if (fitting.length === 0) return '';
  const phrase = random.pick(fitting);
  const [, body] = phrase.text.split(' :: ');
  const city = LOCATIONS.find(
    ({ code, country }) => code === shopper.location || country === shopper.country,
  )?.city;
  const product = random.pick(phrase.about ? productsFitting(phrase.about) : PRODUCTS);
  const scene = { language: shopper.language, city: city ?? 'London', product, day, at: answeredAt, random };
  return wordingOf(body ?? phrase.text, scene);
}
