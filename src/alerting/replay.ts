import { type Alert, createDetector, type Detector, type DetectorSettings } from '../detect/detector.ts';
import { type Span, slotOf, startOf } from '../detect/time.ts';
import { spanOfDays } from '../domain/local-time.ts';
import type { AlertRuleRow, Sensitivity } from '../store/alert-rules.ts';
import { locationIdsIn } from '../store/areas.ts';
import type { Sql } from '../store/db.ts';
import { listPolledSources } from '../store/detectors.ts';
import { hoursAt, listBusinessHours } from '../store/inbox-settings.ts';
import { type Arrival, listHistory } from '../store/topic-arrivals.ts';
import { arrivedThen, incrementsOf, type Part, partOfArrivals } from './increments.ts';

/** Days that a detector learns from when it begins, and that a back-test reaches back. */
export const HISTORY_DAYS = 90;
const DAY_MS = 86_400_000;

/** The part that a rule watches, with the places of its area as they are now. */
export async function partOf(
  sql: Sql,
  { locationId, area, sourceId, aspects }: Pick<AlertRuleRow, 'locationId' | 'area' | 'sourceId' | 'aspects'>,
): Promise<Part> {
  return {
    locationId: locationId ?? 0,
    area: area ?? '',
    locationIds: await locationIdsIn(sql, { locationId, area }),
    sourceId: sourceId ?? 0,
    aspects: aspects.toSorted(),
  };
}

/** The stored past; `withNews`: also what no detector has been given yet. */
export async function readHistory(
  sql: Sql,
  topicId: number,
  { now, withNews }: { now: Date; withNews: boolean },
): Promise<Arrival[]> {
  return listHistory(sql, topicId, { since: new Date(now.getTime() - HISTORY_DAYS * DAY_MS), withNews });
}

/** A detector that has lived through the stored past, and what it would have said. */
export async function replay(
  sql: Sql,
  history: readonly Arrival[],
  { part, sensitivity, now }: { part: Part; sensitivity: Sensitivity; now: Date },
): Promise<{ detector: Detector; alerts: Alert[]; since: Date }> {
  const mine = await partOfArrivals(sql, history, part);
  const first = mine.reduce((least, { countedAt }) => Math.min(least, countedAt.getTime()), now.getTime());
  const since = new Date(startOf(slotOf(first)));
  const detector = createDetector(await settingsOf(sql, { part, sensitivity, since, now }));
  const alerts = detector.step(incrementsOf(mine, arrivedThen), now.getTime());
  return { detector, alerts, since };
}

export async function settingsOf(
  sql: Sql,
  { part, sensitivity, since, now }: { part: Part; sensitivity: Sensitivity; since: Date; now: Date },
): Promise<DetectorSettings> {
  const sources = (await listPolledSources(sql)).filter(
    ({ id }) => part.sourceId === 0 || id === part.sourceId,
  );
  return {
    sensitivity,
    since: since.getTime(),
    sources: sources.map(({ id, pollMinutes }) => ({ name: String(id), pollMinutes })),
    holidays: await holidaysOf(sql, part, now),
  };
}

/** Holidays as the business hours name them: of the places that the part is about, or of the workspace. */
async function holidaysOf(sql: Sql, { locationIds }: Part, now: Date): Promise<Span[]> {
  const all = await listBusinessHours(sql, now);
  const hours = new Set((locationIds ?? [undefined]).map((id) => hoursAt(all, id)));
  return [...hours].flatMap(({ holidays, timeZone }) =>
    holidays.map((day) => {
      const { since, until } = spanOfDays({ from: day, to: day }, timeZone);
      return { from: since.getTime(), to: until.getTime() };
    }),
  );
}
