import type { Increment } from '../detect/increment.ts';
import { slotOf, startOf } from '../detect/time.ts';
import { listBadAspects } from '../store/alert-evidence.ts';
import type { Sql } from '../store/db.ts';
import type { Arrival } from '../store/topic-arrivals.ts';

/** Which part of a topic; 0 does not narrow. */
export interface Part {
  readonly locationId: number;
  /** A country or region; '' does not narrow. */
  readonly area: string;
  /** The locations that are meant; undefined: any. */
  readonly locationIds: readonly number[] | undefined;
  readonly sourceId: number;
  /** Only what is said of these counts as negative; empty: of anything. */
  readonly aspects: readonly string[];
}

/** When a mention reached us, as far as a detector is told. */
export type ArrivedAt = (arrival: Arrival) => number;

/** As it comes: nothing arrives in a quarter of an hour that is not over. */
export function arrivedBy(now: Date): ArrivedAt {
  const latest = startOf(slotOf(now.getTime())) - 1;
  return ({ collectedAt }) => Math.min(collectedAt.getTime(), latest);
}

/** As it would have come had we listened then: what a source had before we read it counts as read when published. */
export const arrivedThen: ArrivedAt = ({ countedAt, collectedAt, isBackfill }) =>
  isBackfill ? countedAt.getTime() : Math.max(countedAt.getTime(), collectedAt.getTime());

/** The mentions of a part; one that is negative about something else stands among those that are not negative. */
export async function partOfArrivals(sql: Sql, arrivals: readonly Arrival[], part: Part): Promise<Arrival[]> {
  const mine = arrivals.filter((arrival) => isIn(arrival, part));
  if (part.aspects.length === 0) return mine;
  const negative = mine.filter(({ label }) => label === 'negative').map(({ mentionId }) => mentionId);
  const bad = await listBadAspects(sql, negative);
  const isAbout = ({ mentionId }: Arrival) =>
    bad.get(mentionId)?.some((aspect) => part.aspects.includes(aspect)) ?? false;
  return mine.map((arrival) =>
    arrival.label === 'negative' && !isAbout(arrival) ? { ...arrival, label: 'neutral' } : arrival,
  );
}

/** What a detector is given: counts by arrival, source and publication, ordered by arrival. */
export function incrementsOf(arrivals: readonly Arrival[], arrivedAt: ArrivedAt): Increment[] {
  const increments = new Map<string, Writable>();
  for (const arrival of arrivals) {
    if (arrival.label === 'unknown') continue;
    const arrived = slotOf(arrivedAt(arrival));
    const published = slotOf(arrival.countedAt.getTime());
    const key = `${arrived}|${arrival.sourceId}|${published}`;
    const increment = increments.get(key) ?? emptyIncrement(arrival, arrived, published);
    increments.set(key, increment);
    increment[arrival.label] += 1;
    if (arrival.label !== 'negative') continue;
    if (arrival.isFirst) increment.negativeFirst += 1;
    if (arrival.isOriginal) increment.negativeOriginal += 1;
  }
  return [...increments.values()].sort((a, b) => a.arrivedAt - b.arrivedAt || a.publishedAt - b.publishedAt);
}

type Writable = { -readonly [Field in keyof Increment]: Increment[Field] };

export function isIn(
  arrival: Arrival,
  { locationIds, sourceId }: Pick<Part, 'locationIds' | 'sourceId'>,
): boolean {
  return (
    (locationIds === undefined || locationIds.includes(arrival.locationId)) &&
    (sourceId === 0 || arrival.sourceId === sourceId)
  );
}

function emptyIncrement({ sourceId }: Arrival, arrived: number, published: number): Writable {
  return {
    arrivedAt: startOf(arrived),
    publishedAt: startOf(published),
    source: String(sourceId),
    positive: 0,
    neutral: 0,
    negative: 0,
    negativeFirst: 0,
    negativeOriginal: 0,
  };
}
