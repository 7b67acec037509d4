import type { Sums } from '../domain/reply-effect.ts';
import type { Row, Sql } from './db.ts';

/** What may change after a reply. */
export const EFFECT_MEASURES = ['stars', 'compound'] as const;
export type EffectMeasure = (typeof EFFECT_MEASURES)[number];

const DAYS_LOOKED_BACK = 730;

/** Ages at which people answer, with the middle of each for what was not answered. */
const BANDS = `(values (0, 0.0, 1.0, 0.5), (1, 1.0, 3.0, 2.0), (2, 3.0, 7.0, 5.0), (3, 7.0, 30.0, 15.0),
                       (4, 30.0, 100000.0, 45.0)) as band (number, from_days, to_days, middle_days)`;

const AUTHOR = (alias: string) => `coalesce(lower(${alias}.author_handle), lower(${alias}.author_name))`;

/** How much some mentions have changed: sums by what is measured. */
export type Changes = Readonly<Record<EffectMeasure, Sums>>;

/** What was answered in one stratum with one saved reply (undefined: own words), and what is like it there. */
export interface AnsweredStratum {
  readonly savedReplyId: number | undefined;
  readonly stratum: string;
  readonly answered: Changes;
  readonly unanswered: Changes;
}

interface Counted extends Row {
  saved_reply_id: number | null;
  stratum: string;
  a: readonly (number | null)[];
  u: readonly (number | null)[] | null;
}

/**
 * How stars and compound changed within `days` of an answer: those of the mention itself after an edit, or of the
 * latest that the same author wrote there since; nothing new is no change. The same for mentions nobody has answered,
 * at the age at which those like them were.
 */
export async function readStrata(sql: Sql, asked: { days: number; now: Date }): Promise<AnsweredStratum[]> {
  const rows = await sql.raw<Counted>(STATEMENT, [asked.now, asked.days, DAYS_LOOKED_BACK]);
  return rows.map((row) => ({
    savedReplyId: row.saved_reply_id ?? undefined,
    stratum: row.stratum,
    answered: changesOf(row.a),
    unanswered: changesOf(row.u ?? []),
  }));
}

function changesOf(all: readonly (number | null)[]): Changes {
  const sums = (from: number) => ({
    n: all[from] ?? 0,
    sum: all[from + 1] ?? 0,
    squares: all[from + 2] ?? 0,
  });
  return { stars: sums(0), compound: sums(3) };
}

/** What became of a mention in the days after an instant. */
const OUTCOME = (unit: string) => `
     cross join lateral mention_as_of(${unit}.mention_id, ${unit}.t0) as was
     cross join lateral mention_as_of(${unit}.mention_id, ${unit}.t0 + $2 * interval '1 day') as became
      left join lateral (
           select stars_of(l.rating_value, l.rating_min, l.rating_max) as stars, l.compound_e4, l.label
             from mentions l
            where l.source_id = ${unit}.source_id
              and ${AUTHOR('l')} = ${unit}.author
              and (l.author_handle is not null or l.author_name is not null)
              and l.id <> ${unit}.mention_id
              and l.published_at > ${unit}.t0
              and l.published_at <= ${unit}.t0 + $2 * interval '1 day'
              and l.removed_at is null
            order by l.published_at desc
            limit 1) as later on true`;

/** Twice the same, for those answered and those not: how each has changed. */
const CHANGES = (unit: string) => `
           select u.*, concat_ws('/', u.source_id, u.band, round(was.stars), was.label) as stratum,
                  (coalesce(later.stars, became.stars) - was.stars)::float8 as stars,
                  case when was.label <> 'unknown' and coalesce(later.label, became.label) <> 'unknown'
                       then (coalesce(later.compound_e4, became.compound_e4) - was.compound_e4) / 10000.0 end as compound
             from ${unit} u
             ${OUTCOME('u')}`;
const SUMS = `array[count(stars), sum(stars), sum(stars * stars),
                         count(compound), sum(compound), sum(compound * compound)]::float8[]`;

const STATEMENT = `
      with first_replies as (
           select distinct on (r.mention_id) r.mention_id, r.sent_at as t0, r.saved_reply_id
             from replies r
            where r.sent_at is not null
              and not r.is_automated
              and r.state <> 'rejected'
            order by r.mention_id, r.sent_at),
           answered as (
           select f.mention_id, f.t0, f.saved_reply_id, m.source_id, ${AUTHOR('m')} as author, band.number as band
             from first_replies f
             join mentions m on m.id = f.mention_id
             join ${BANDS}
               on extract(epoch from f.t0 - m.published_at) / 86400 >= band.from_days
              and extract(epoch from f.t0 - m.published_at) / 86400 < band.to_days
            where f.t0 <= $1::timestamptz - $2 * interval '1 day'
              and f.t0 > $1::timestamptz - $3 * interval '1 day'),
           a as (
           select saved_reply_id, stratum, ${SUMS} as sums
             from (${CHANGES('answered')}) as changed
            group by saved_reply_id, stratum),
           alike as (
           select m.id as mention_id, m.source_id, ${AUTHOR('m')} as author, band.number as band,
                  m.published_at + band.middle_days * interval '1 day' as t0
             from mentions m
             join ${BANDS} on true
            where (m.source_id, band.number) in (select source_id, band from answered)
              and m.published_at > $1::timestamptz - $3 * interval '1 day'
              and m.published_at + (band.middle_days + $2) * interval '1 day' <= $1::timestamptz
              and m.owner_reply is null
              and not exists (select from replies r where r.mention_id = m.id and r.sent_at is not null)),
           b as (
           select stratum, ${SUMS} as sums
             from (${CHANGES('alike')}) as changed
            group by stratum)
    select a.saved_reply_id, a.stratum, a.sums as a, b.sums as u
      from a
      left join b on b.stratum = a.stratum`;
