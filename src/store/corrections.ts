import { type Correction, correctionOf } from '../domain/correction.ts';
import type { Day } from '../domain/day.ts';
import type { Sql } from './db.ts';
import type { DayScore } from './scores.ts';

/** For each day whose number has changed since it was published: why. */
export async function listCorrections(
  sql: Sql,
  topicId: number,
  scores: readonly DayScore[],
): Promise<Map<Day, Correction>> {
  const corrected = scores.filter(({ asPublished }) => asPublished !== undefined);
  if (corrected.length === 0) return new Map();
  const known = await listKnownCauses(
    sql,
    topicId,
    corrected.map(({ day }) => day),
  );
  return new Map(
    corrected.flatMap((now) => {
      const causes = known.get(now.day);
      const published = now.asPublished;
      return causes && published ? [[now.day, correctionOf(causes, { published, now })] as const] : [];
    }),
  );
}

async function listKnownCauses(
  sql: Sql,
  topicId: number,
  days: readonly Day[],
): Promise<Map<Day, Pick<Correction, 'late' | 'byPeople' | 'edited'>>> {
  const rows = await sql<{ day: Day; late: number; by_people: number; edited: number }>`
    select d.day::text as day,
           count(*) filter (where m.collected_at > d.published_at) as late,
           count(*) filter (where m.collected_at <= d.published_at and o.at > d.published_at) as by_people,
           count(*) filter (where m.collected_at <= d.published_at
                              and m.edited_at > d.published_at
                              and (o.at is null or o.at <= d.published_at)) as edited
      from published_days d
      join topics p on p.id = d.topic_id
      left join mention_topics t
        on t.topic_id = d.topic_id
       and t.label <> 'unknown'
       and t.counted_at >= d.day::timestamp at time zone p.time_zone
       and t.counted_at < (d.day + 1)::timestamp at time zone p.time_zone
      left join mentions m on m.id = t.mention_id
      left join lateral (
           select max(at) as at from overrides where mention_id = m.id) as o on true
     where d.topic_id = ${topicId}
       and d.day = any(${[...days]}::date[])
     group by d.day`;
  return new Map(rows.map(({ day, late, by_people: byPeople, edited }) => [day, { late, byPeople, edited }]));
}
