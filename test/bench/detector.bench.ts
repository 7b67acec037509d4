/**
 * What the detector finds in recorded streams whose incidents are known, at each sensitivity, beside a plain rule of
 * the kind monitoring tools offer. Run by hand:
 *
 *   node test/bench/detector.bench.ts DIR [SENSITIVITY…]
 *
 * DIR holds what `earshot detect` reads and truth.json: `topics` by id with their `rate` (mentions a day), and `events`
 * with topic, type, expect (negative_spike, missing_data, none), s0 and s1 (slots) and, for incidents, cumExtraNeg (extra
 * negatives by slot). An incident is on time within two hours or by its twelfth extra negative, whichever is later.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readIncrements, readStreamMeta, type StreamRow } from '../../src/cli/increment-stream.ts';
import { createDetector } from '../../src/detect/detector.ts';
import { SENSITIVITIES, type Sensitivity } from '../../src/detect/episode.ts';
import { SLOT_MS, SLOTS_PER_DAY, utcDay } from '../../src/detect/time.ts';

interface Event {
  readonly topic: string;
  readonly type: string;
  readonly expect: 'negative_spike' | 'missing_data' | 'none';
  readonly s0: number;
  readonly s1: number;
  readonly cumExtraNeg?: readonly number[];
}

interface Truth {
  readonly scoredFromDay: number;
  readonly days: number;
  readonly topics: Readonly<Record<string, { readonly rate: number }>>;
  readonly events: readonly Event[];
}

/** An alert; `slot` is when it was given, counted from the start of the stream. */
interface Given {
  readonly topic: string;
  readonly kind: string;
  readonly slot: number;
}

/** Two hours after its end an incident may still be reported; for two days after it an alert is a repetition. */
const GRACE = 8;
const ECHO = 2 * SLOTS_PER_DAY;

const [folder, ...asked] = process.argv.slice(2);
if (!folder) throw new Error('Expected a folder: node test/bench/detector.bench.ts DIR [SENSITIVITY…]');
const meta = await readStreamMeta(folder);
const truth = JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')) as Truth;
const start = Date.parse(meta.start);
const rows = new Map<string, StreamRow[]>(meta.topics.map(({ id }) => [id, []]));
for await (const group of readIncrements(folder, start, (problem) => console.error(problem))) {
  for (const row of group) rows.get(row.topic)?.push(row);
}
console.log(
  `${meta.topics.length} topics, ${truth.days} days, scored from day ${truth.scoredFromDay}, Node ${process.version}`,
);
for (const sensitivity of SENSITIVITIES.filter((one) => asked.length === 0 || asked.includes(one))) {
  const { alerts, microseconds } = detect(sensitivity);
  report(`earshot, ${sensitivity}: ${microseconds.toFixed(1)} µs per topic and step`, alerts);
}
report('plain rule: the last day has twice the negatives of a mean day of the week before', plainRule());

function detect(sensitivity: Sensitivity): { alerts: Given[]; microseconds: number } {
  const alerts: Given[] = [];
  let steps = 0;
  const began = process.cpuUsage();
  for (const { id, createdAt, sources } of meta.topics) {
    const since = createdAt === undefined ? start : Date.parse(createdAt);
    const detector = createDetector({ sensitivity, since, sources, holidays: meta.holidays.map(utcDay) });
    const increments = (rows.get(id) ?? []).map(({ increment }) => increment);
    let next = 0;
    for (let slot = (since - start) / SLOT_MS; slot < truth.days * SLOTS_PER_DAY; slot++) {
      const first = next;
      const now = start + (slot + 1) * SLOT_MS;
      while (next < increments.length && (increments[next]?.arrivedAt ?? 0) < now) next++;
      for (const { kind, at } of detector.step(increments.slice(first, next), now)) {
        alerts.push({ topic: id, kind, slot: (at - start) / SLOT_MS });
      }
      steps++;
    }
  }
  const used = process.cpuUsage(began);
  return { alerts, microseconds: (used.user + used.system) / steps };
}

/** Counts by arrival, looks once an hour, rests for a day after an alert. */
function plainRule(): Given[] {
  return meta.topics.flatMap(({ id }) => {
    const byHour = new Float64Array(truth.days * 24);
    for (const { arrived, increment } of rows.get(id) ?? []) {
      const hour = Math.floor(arrived / 4);
      byHour[hour] = (byHour[hour] ?? 0) + increment.negative;
    }
    const sum = (from: number, to: number) =>
      byHour.slice(from, to).reduce((total, count) => total + count, 0);
    const alerts: Given[] = [];
    let rest = 0;
    for (let hour = 8 * 24; hour < byHour.length; hour++) {
      const day = sum(hour - 23, hour + 1);
      if (hour < rest || day < 5 || day < 2 * (sum(hour - 191, hour - 23) / 7)) continue;
      alerts.push({ topic: id, kind: 'negative_spike', slot: (hour + 1) * 4 });
      rest = hour + 24;
    }
    return alerts;
  });
}

function report(title: string, alerts: readonly Given[]): void {
  const scored = alerts.filter(({ slot }) => slot > truth.scoredFromDay * SLOTS_PER_DAY);
  const incidents = truth.events.filter((event) => event.expect === 'negative_spike');
  const outages = truth.events.filter((event) => event.expect === 'missing_data');
  const spikes = scored.filter(({ kind }) => kind === 'negative_spike');
  const silences = scored.filter(({ kind }) => kind === 'missing_data');
  const found = incidents.map((event) => ({ event, first: firstOf(event, spikes) }));
  const hits = found.filter(({ first }) => first !== undefined);
  const inEcho = spikes.filter((alert) => incidents.some((event) => isWithin(alert, event, ECHO)));
  const days = Object.keys(truth.topics).length * (truth.days - truth.scoredFromDay);
  const spent = incidents.reduce((all, { s0, s1 }) => all + (s1 + ECHO - s0) / SLOTS_PER_DAY, 0);
  const months = (days - spent) / 30;
  const perMonth = (count: number) => (count / months).toFixed(2);
  console.log(`\n${title}`);
  console.log(
    `  found ${percent(hits.length, incidents.length)}, on time ${percent(hits.filter(isOnTime).length, incidents.length)}, ` +
      `false alerts per topic-month ${perMonth(spikes.length - inEcho.length)}, ` +
      `repeats per incident ${(Math.max(0, inEcho.length - hits.length) / Math.max(1, hits.length)).toFixed(2)}`,
  );
  const seen = outages.filter((event) => firstOf(event, silences));
  const unfounded = silences.filter((alert) => !outages.some((event) => isWithin(alert, event, GRACE)));
  console.log(
    `  outages ${percent(seen.length, outages.length)}, false reports ${perMonth(unfounded.length)}`,
  );
  for (const [name, group] of grouped(found)) {
    const delays = group.flatMap(({ event, first }) => (first === undefined ? [] : [(first - event.s0) / 4]));
    const median = delays.toSorted((a, b) => a - b)[delays.length >> 1]?.toFixed(1) ?? '-';
    const counts = `${delays.length}/${group.length} found, ${group.filter(isOnTime).length} on time`;
    console.log(`    ${name.padEnd(34)} ${counts.padEnd(28)} median delay ${median} h`);
  }
}

interface Found {
  readonly event: Event;
  readonly first: number | undefined;
}

function grouped(found: readonly Found[]): [string, Found[]][] {
  const tierOf = ({ event }: Found) => {
    const rate = truth.topics[event.topic]?.rate ?? 0;
    return rate <= 15 ? 'up to 15 a day' : rate <= 1000 ? 'up to 1,000' : 'above';
  };
  return [...Map.groupBy(found, (one) => `${one.event.type}, ${tierOf(one)}`)].sort(([a], [b]) =>
    a.localeCompare(b),
  );
}

function isWithin({ topic, slot }: Given, event: Event, after: number): boolean {
  return topic === event.topic && slot >= event.s0 && slot <= event.s1 + after;
}

function firstOf(event: Event, alerts: readonly Given[]): number | undefined {
  return alerts
    .filter((alert) => isWithin(alert, event, GRACE))
    .map(({ slot }) => slot)
    .sort((a, b) => a - b)[0];
}

function isOnTime({ event, first }: Found): boolean {
  if (first === undefined) return false;
  const extra = event.cumExtraNeg ?? [];
  const twelfth = extra.findIndex((count) => count >= 12);
  return first - event.s0 <= Math.max(GRACE, (twelfth < 0 ? extra.length : twelfth) + 1);
}

function percent(part: number, all: number): string {
  return all === 0 ? '-' : `${((100 * part) / all).toFixed(0)} %`;
}
