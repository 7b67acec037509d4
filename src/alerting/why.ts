import { type AlertExample, type AlertPoint, type AlertWhy, type Driver, NO_WHY } from '../domain/alert.ts';
import type { Label } from '../domain/classification.ts';
import {
  type ChargedMention,
  type EvidenceScope,
  listCharged,
  listNegativeHours,
} from '../store/alert-evidence.ts';
import type { Sql } from '../store/db.ts';
import { drivingWords, wordsOf } from './driving-words.ts';

const HOUR_MS = 3_600_000;
const BASELINE_DAYS = 28;
const MOST_READ = 3_000;
const SHOWN = 6;
const EXAMPLES = 3;

/** What drives a spike, with its negatives by the hour. */
export async function explainSpike(
  sql: Sql,
  scope: EvidenceScope,
  window: { since: Date; until: Date },
): Promise<{ why: AlertWhy; mentionIds: number[] }> {
  const { why, mentionIds } = await explain(sql, scope, { ...window, labels: ['negative'] });
  return { why: { ...why, ...(await pointsOf(sql, scope, window)) }, mentionIds };
}

/** What is said in a window beside what was said in the four weeks before, of the mentions with some labels. */
export async function explain(
  sql: Sql,
  scope: EvidenceScope,
  window: { since: Date; until: Date; labels: readonly Label[] },
): Promise<{ why: AlertWhy; mentionIds: number[] }> {
  const { since, until, labels } = window;
  const from = new Date(since.getTime() - BASELINE_DAYS * 24 * HOUR_MS);
  const spans = { labels, limit: MOST_READ };
  const now = await listCharged(sql, scope, { ...spans, from: since, to: until });
  const before = await listCharged(sql, scope, { ...spans, from, to: since });
  // Of a topic with very many the latest are read; they reach back less far.
  const reached = before.length === MOST_READ ? (before.at(-1)?.countedAt.getTime() ?? 0) : from.getTime();
  const share = (until.getTime() - since.getTime()) / Math.max(1, since.getTime() - reached);
  const words = drivingWords(now, before, share);
  const compared = (keysOf: (mention: ChargedMention) => readonly string[]) =>
    driversOf(now, before, { share, keysOf });
  const why: AlertWhy = {
    ...NO_WHY,
    words,
    aspects: compared(({ aspects }) => aspects),
    sources: compared(({ source }) => [source]),
    authors: repeatedAuthors(now),
    locations: compared(({ location }) => (location === undefined ? [] : [location])),
    examples: examplesOf(now, words),
  };
  return { why, mentionIds: now.map(({ id }) => id) };
}

/** What is counted by name, now against before; what has grown most comes first. */
export function driversOf(
  now: readonly ChargedMention[],
  before: readonly ChargedMention[],
  { share, keysOf }: { share: number; keysOf: (mention: ChargedMention) => readonly string[] },
): Driver[] {
  const usual = countsOf(before, keysOf);
  return [...countsOf(now, keysOf)]
    .map(([name, observed]) => ({ name, observed, expected: (usual.get(name) ?? 0) * share }))
    .sort((a, b) => b.observed - b.expected - (a.observed - a.expected))
    .slice(0, SHOWN);
}

function countsOf(
  mentions: readonly ChargedMention[],
  keysOf: (mention: ChargedMention) => readonly string[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const mention of mentions) {
    for (const key of new Set(keysOf(mention))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Only who says it more than once is worth a name. */
function repeatedAuthors(now: readonly ChargedMention[]): Driver[] {
  const counts = countsOf(now, ({ author }) => (author === undefined ? [] : [author]));
  return [...counts]
    .filter(([, observed]) => observed > 1)
    .map(([name, observed]) => ({ name, observed, expected: 0 }))
    .sort((a, b) => b.observed - a.observed)
    .slice(0, SHOWN);
}

/** Those that say most of what is new, each in other words. */
function examplesOf(now: readonly ChargedMention[], drivers: readonly Driver[]): AlertExample[] {
  const driving = new Set(drivers.map(({ name }) => name));
  const scored = now.map((mention) => {
    const words = wordsOf(mention.text);
    return { mention, hits: [...words].filter((word) => driving.has(word)).length / (4 + words.size / 8) };
  });
  const chosen: AlertExample[] = [];
  const seen = new Set<string>();
  for (const { mention } of scored.toSorted((a, b) => b.hits - a.hits)) {
    const key = mention.text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .slice(0, 80);
    if (seen.has(key)) continue;
    seen.add(key);
    chosen.push({
      mentionId: mention.id,
      text: mention.text.length > 280 ? `${mention.text.slice(0, 279).trimEnd()}…` : mention.text,
      source: mention.source,
      author: mention.author,
      at: mention.countedAt.toISOString(),
    });
    if (chosen.length === EXAMPLES) break;
  }
  return chosen;
}

/** Bars of an hour for what is quick, of longer for what is slow; about fifty of them. */
async function pointsOf(
  sql: Sql,
  scope: EvidenceScope,
  { since, until }: { since: Date; until: Date },
): Promise<{ points: AlertPoint[]; bucketMinutes: number }> {
  const hours = bucketHours((until.getTime() - since.getTime()) / HOUR_MS);
  const last = Math.ceil(until.getTime() / HOUR_MS);
  const first = last - 48 * hours;
  const from = new Date((first - BASELINE_DAYS * 24) * HOUR_MS);
  const counts = await listNegativeHours(sql, scope, { from, to: until });
  const sum = (begin: number) => {
    let total = 0;
    for (let hour = begin; hour < begin + hours; hour++) total += counts.get(hour) ?? 0;
    return total;
  };
  const points: AlertPoint[] = [];
  for (let begin = first; begin < last; begin += hours) {
    const usual = Array.from({ length: BASELINE_DAYS - 3 }, (_, day) => sum(begin - (day + 3) * 24)).sort(
      (a, b) => a - b,
    );
    points.push({
      at: new Date(begin * HOUR_MS).toISOString(),
      observed: sum(begin),
      low: usual[Math.floor(usual.length * 0.1)] ?? 0,
      usual: usual.reduce((a, b) => a + b, 0) / usual.length,
      high: usual[Math.floor(usual.length * 0.9)] ?? 0,
    });
  }
  return { points, bucketMinutes: hours * 60 };
}

function bucketHours(windowHours: number): number {
  if (windowHours <= 4) return 1;
  return windowHours <= 16 ? 3 : 6;
}
