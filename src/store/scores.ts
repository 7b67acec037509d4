import { addDays, type Day } from '../domain/day.ts';
import type { Counts } from '../domain/sentiment.ts';
import type { Row, Sql } from './db.ts';

/** One day of one topic: sums that can be added up again. */
export interface DayScore extends Counts {
  readonly day: Day;
  readonly conflicts: number;
  /** Of these mentions, how many came without a publication date and stand on their day of collection. */
  readonly undated: number;
  /** Mean compound −1…1 over all mentions of the day; undefined without any. */
  readonly meanCompound: number | undefined;
  /** Mean rating on 1–5 stars; undefined where nothing was rated. */
  readonly meanStars: number | undefined;
  readonly rated: number;
  readonly reach: number;
  /** The counts as they were first published, when they differ from today's. */
  readonly asPublished: Omit<Counts, 'unknown'> | undefined;
}

interface Stored extends Row {
  topic_id: number;
  day: Day;
  positive: number;
  neutral: number;
  negative: number;
  unknown: number;
  conflicts: number;
  undated: number;
  mean_compound: number | null;
  mean_stars: number | null;
  stars_n: number;
  reach: number;
  published_positive: number | null;
  published_neutral: number | null;
  published_negative: number | null;
}

export interface Cut {
  readonly topicId: number;
  readonly from: Day;
  readonly to: Day;
  readonly sourceId?: number | undefined;
  /** Undefined: anywhere, and what is said of no location. */
  readonly locationIds?: readonly number[] | undefined;
}

const SUMS = `
       sum(c.positive) as positive, sum(c.neutral) as neutral, sum(c.negative) as negative,
       sum(c.unknown) as unknown, sum(c.conflicts) as conflicts, sum(c.undated) as undated,
       sum(c.compound_e4_sum)::float8 / 10000 / nullif(sum(c.positive + c.neutral + c.negative), 0) as mean_compound,
       sum(c.stars_e2_sum)::float8 / 100 / nullif(sum(c.stars_n), 0) as mean_stars,
       sum(c.stars_n) as stars_n, sum(c.reach_sum) as reach`;

const IN_CUT = `
       ($1::bigint is null or c.topic_id = $1)
   and c.day between $2::date and $3::date
   and ($4::bigint is null or c.source_id = $4)
   and ($5::bigint[] is null or c.location_id = any($5::bigint[]))`;

// What was published is the number of all sources and locations together; a narrower cut has nothing to compare with.
const SCORES = `
select s.*, p.positive as published_positive, p.neutral as published_neutral, p.negative as published_negative
  from (select c.topic_id, c.day::text as day, ${SUMS}
          from day_cells c
         where ${IN_CUT}
         group by c.topic_id, c.day
        having sum(c.positive + c.neutral + c.negative + c.unknown) > 0) s
  left join published_days p
    on p.topic_id = s.topic_id and p.day = s.day::date and $4::bigint is null and $5::bigint[] is null
 order by s.topic_id, s.day`;

/** Scores of the days between, both ends included, in order; a day without mentions has no row. */
export async function scoresBetween(sql: Sql, cut: Cut): Promise<DayScore[]> {
  const { topicId, from, to, sourceId = null, locationIds } = cut;
  return (
    await sql.raw<Stored>(SCORES, [topicId, from, to, sourceId, locationIds ? [...locationIds] : null])
  ).map(scoreOf);
}

/** The same for every topic at once, for the overview; topic id → its days in order. */
export async function scoresOfAllTopics(sql: Sql, from: Day, to: Day): Promise<Map<number, DayScore[]>> {
  const rows = await sql.raw<Stored>(SCORES, [null, from, to, null, null]);
  return new Map([...Map.groupBy(rows, (row) => row.topic_id)].map(([id, days]) => [id, days.map(scoreOf)]));
}

function scoreOf(row: Stored): DayScore {
  const { day, positive, neutral, negative, unknown, conflicts, undated, reach } = row;
  const published =
    row.published_positive === null
      ? undefined
      : {
          positive: row.published_positive,
          neutral: row.published_neutral ?? 0,
          negative: row.published_negative ?? 0,
        };
  const isCorrected =
    published &&
    (published.positive !== positive || published.neutral !== neutral || published.negative !== negative);
  return {
    day,
    positive,
    neutral,
    negative,
    unknown,
    conflicts,
    undated,
    meanCompound: row.mean_compound ?? undefined,
    meanStars: row.mean_stars ?? undefined,
    rated: row.stars_n,
    reach,
    asPublished: isCorrected ? published : undefined,
  };
}

/** Keeps the number of every day that has ended, once; a day that was published stays as it was. */
export async function publishDays(
  sql: Sql,
  topic: { id: number },
  options: { today: Day; coverageOf: (day: Day) => number; now: Date },
): Promise<number> {
  const days = await sql<{ day: Day }>`
    select distinct c.day::text as day
      from day_cells c
      left join published_days p on p.topic_id = c.topic_id and p.day = c.day
     where c.topic_id = ${topic.id}
       and p.day is null
       and c.day between ${addDays(options.today, -31)}::date and ${addDays(options.today, -1)}::date`;
  for (const { day } of days) {
    await sql`
      insert into published_days (topic_id, day, positive, neutral, negative, coverage, published_at)
      select topic_id, day, sum(positive), sum(neutral), sum(negative), ${options.coverageOf(day)}, ${options.now}
        from day_cells
       where topic_id = ${topic.id} and day = ${day}::date
       group by topic_id, day
          on conflict do nothing`;
  }
  return days.length;
}
