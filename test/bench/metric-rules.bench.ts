/**
 * How often a rule on a number finds a change that is there, after how long, and how often it alerts where there is
 * none, in simulated topics that go up and down by hour, weekday and mood. Run by hand:
 *
 *   node test/bench/metric-rules.bench.ts [TOPICS] [SEED] [METRIC…]
 *
 * TOPICS is how many there are of each kind (24), SEED begins their numbers (1).
 * METRIC is net_sentiment, rating or volume (all). A change comes at some hour of the
 * seventh week and stays; it is found when an alert is given before its window and a week are over. Every topic is looked
 * at each hour for eight weeks, as `judge-metrics` does, with and without the change.
 */
import { type HourSums, isBack, isBreach, lookAt, type MetricRule } from '../../src/detect/metric-change.ts';
import { METRICS, type Metric, WINDOW_DAYS, type WindowDays } from '../../src/domain/alert.ts';
import { type Random, randomOf, seedOf } from '../../src/domain/random.ts';

const topics = Number(process.argv[2] ?? 24);
const firstSeed = Number(process.argv[3] ?? 1);
const asked = process.argv.slice(4);

const DAY = 24;
const FIRST_LOOK = 28 * DAY;
const END = 84 * DAY;
const MONTH = 30 * DAY;
const RATES = [10, 40, 200, 1_000] as const;

/** How much a topic goes up and down by itself, from day to day: its volume by a factor, its moods on log-odds. */
const KINDS = { steady: { volume: 0.1, mood: 0 }, moody: { volume: 0.3, mood: 0.25 } } as const;
type Kind = keyof typeof KINDS;

/** What changes: half a star, 15 points of net sentiment, twice the mentions; and a rule that asks for less than that. */
const CHANGES: Readonly<
  Record<Metric, { readonly said: string; readonly rule: Omit<MetricRule, 'windowDays'> }>
> = {
  net_sentiment: {
    said: '15 points of net sentiment',
    rule: { metric: 'net_sentiment', direction: 'falls', changeAtLeast: 8, minimumN: 30 },
  },
  rating: {
    said: 'half a star',
    rule: { metric: 'rating', direction: 'falls', changeAtLeast: 0.25, minimumN: 30 },
  },
  volume: {
    said: 'twice the mentions',
    rule: { metric: 'volume', direction: 'rises', changeAtLeast: 50, minimumN: 30 },
  },
};

console.log(`${topics} topics of each kind from seed ${firstSeed}, Node ${process.version}`);
console.log('found · median hours until then · alerts a month without a change');
for (const metric of METRICS.filter((one) => asked.length === 0 || asked.includes(one))) {
  console.log(`\n${CHANGES[metric].said}`);
  for (const kind of Object.keys(KINDS) as Kind[]) {
    for (const perDay of RATES) {
      const cells = WINDOW_DAYS.map((windowDays) => cellOf({ metric, kind, perDay, windowDays }));
      console.log(`  ${kind}, ${perDay.toLocaleString('en')} a day`.padEnd(24), cells.join('   '));
    }
  }
}

function cellOf(of: { metric: Metric; kind: Kind; perDay: number; windowDays: WindowDays }): string {
  const { metric, kind, perDay, windowDays } = of;
  const rule = { ...CHANGES[metric].rule, windowDays };
  const delays: number[] = [];
  let quiet = 0;
  for (let topic = 0; topic < topics; topic++) {
    const seed = seedOf(firstSeed, topic, perDay, METRICS.indexOf(metric), kind === 'moody' ? 1 : 0);
    const begins = 42 * DAY + randomOf(seed).between(0, 7 * DAY);
    const changed = alertsOf(talk({ seed, kind, perDay, metric, begins }), rule);
    const found = changed.find((hour) => hour > begins && hour <= begins + (windowDays + 7) * DAY);
    if (found !== undefined) delays.push(found - begins);
    quiet += alertsOf(talk({ seed: seed + 1, kind, perDay, metric, begins: END }), rule).length;
  }
  const months = (topics * (END - FIRST_LOOK)) / MONTH;
  const median = delays.sort((a, b) => a - b)[Math.floor(delays.length / 2)];
  const found = `${Math.round((100 * delays.length) / topics)} %`.padStart(5);
  const after = (median === undefined ? '–' : `${median} h`).padStart(6);
  return `${windowDays} d: ${found} ·${after} · ${(quiet / months).toFixed(2)}`;
}

/** Hours at which an alert is given: one until the number is back. */
function alertsOf(hours: ReadonlyMap<number, HourSums>, rule: MetricRule): number[] {
  const alerts: number[] = [];
  let isOut = false;
  for (let hour = FIRST_LOOK; hour <= END; hour++) {
    const look = lookAt({ hours, isCovered: () => true }, hour, rule);
    if (!look) continue;
    if (!isOut && isBreach(look, rule)) {
      isOut = true;
      alerts.push(hour);
    } else if (isBack(look)) isOut = false;
  }
  return alerts;
}

/** Twelve weeks: busier by day, calmer at weekends, each day with its own volume and mood. */
function talk(of: {
  seed: number;
  kind: Kind;
  perDay: number;
  metric: Metric;
  begins: number;
}): Map<number, HourSums> {
  const random = randomOf(of.seed);
  const { volume, mood } = KINDS[of.kind];
  const hours = new Map<number, HourSums>();
  let swing = 0;
  let crowd = 0;
  for (let hour = 0; hour < END; hour++) {
    if (hour % DAY === 0) {
      swing = 0.6 * swing + 0.8 * mood * random.normal();
      crowd = 0.6 * crowd + 0.8 * volume * random.normal();
    }
    const clock = hour % DAY;
    const weekend = Math.floor(hour / DAY) % 7 >= 5 ? 0.7 : 1;
    const usual = (of.perDay / DAY) * weekend * (1 - 0.7 * Math.cos((2 * Math.PI * (clock - 3)) / DAY));
    const isChanged = hour >= of.begins;
    const factor = isChanged && of.metric === 'volume' ? 2 : 1;
    const count = poisson(random, usual * factor * Math.exp(crowd - volume ** 2 * 0.5) * gammaNoise(random));
    if (count > 0) hours.set(hour, said(random, count, { swing, shift: isChanged ? of.metric : undefined }));
  }
  return hours;
}

/** Net +10 in ordinary times: 30 % negative, 40 % positive. */
function said(
  random: Random,
  count: number,
  { swing, shift }: { swing: number; shift: Metric | undefined },
): HourSums {
  const sums = { positive: 0, neutral: 0, negative: 0, unknown: 0, stars: 0, rated: count };
  const moved = shift === 'net_sentiment' ? 0.075 : 0;
  const negative = 1 / (1 + Math.exp(-(Math.log(0.3 / 0.7) + swing))) + moved;
  const positive = Math.min(1 - negative, 0.4 - (negative - moved - 0.3) * 0.5 - moved);
  for (let one = 0; one < count; one++) {
    const roll = random.next();
    const label = roll < negative ? 'negative' : roll < negative + positive ? 'positive' : 'neutral';
    sums[label] += 1;
    sums.stars += starsOf(random, swing, shift === 'rating');
  }
  return sums;
}

/** 3.8 on average; half a star is lost when so many of those who gave three and more give one. */
function starsOf(random: Random, swing: number, isWorse: boolean): number {
  const roll = random.next() - 0.05 * swing;
  const stars = roll < 0.12 ? 1 : roll < 0.2 ? 2 : roll < 0.32 ? 3 : roll < 0.55 ? 4 : 5;
  return isWorse && stars >= 3 && random.chance(0.1832) ? 1 : stars;
}

/** Hours differ more than independent people make them; mean 1, variance a quarter. */
function gammaNoise(random: Random): number {
  let sum = 0;
  for (let part = 0; part < 4; part++) sum -= Math.log(1 - random.next());
  return sum / 4;
}

function poisson(random: Random, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  let count = -1;
  let passed = 0;
  while (passed < mean) {
    passed -= Math.log(1 - random.next());
    count += 1;
  }
  return Math.max(0, count);
}
