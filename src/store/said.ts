import type { AspectSentiment, Evidence, Label } from '../domain/classification.ts';
import type { Day } from '../domain/day.ts';
import { COUNTED_ANSWER, onScale } from './answer-cells.ts';
import type { Row, Sql } from './db.ts';

/** A mention as far as it takes part in what people say. */
export interface Said {
  readonly id: number;
  readonly title: string | undefined;
  readonly text: string;
  /** BCP 47 primary language; 'und' when it could not be told. */
  readonly language: string;
  /** The label that counts. */
  readonly label: Label;
  readonly aspects: readonly AspectSentiment[];
  /** Words and phrases that carry the charge, in lower case. */
  readonly charged: ReadonlySet<string>;
  /** The same for all mentions of one author at one source; undefined where nobody is named. */
  readonly author: string | undefined;
  /** Of an answer to an NPS question that this is the comment of. */
  readonly band: 'promoter' | 'passive' | 'detractor' | undefined;
}

export interface SaidCut {
  readonly topicId: number;
  readonly from: Day;
  readonly to: Day;
  readonly timeZone: string;
  readonly locationIds?: readonly number[] | undefined;
}

interface Stored extends Row {
  id: number;
  source_id: number;
  title: string | null;
  text: string;
  language: string | null;
  label: Label;
  aspects: AspectSentiment[] | null;
  evidence: Evidence[] | null;
  author: string | null;
  band: string | null;
}

/**
 * What was said in a topic between two days: all of it, or of more than `most` an even draw by the mentions' ids, the
 * same each time. `total` says how many there are.
 */
export async function listSaid(
  sql: Sql,
  cut: SaidCut,
  most: number,
): Promise<{ total: number; said: Said[] }> {
  const places = cut.locationIds ? [...cut.locationIds] : null;
  const [counted] = await sql<{ total: number }>`
    select coalesce(sum(positive + neutral + negative + unknown), 0) as total
      from day_cells
     where topic_id = ${cut.topicId}
       and day between ${cut.from}::date and ${cut.to}::date
       and (${places}::bigint[] is null or location_id = any(${places}::bigint[]))`;
  const total = counted?.total ?? 0;
  const step = Math.max(1, Math.ceil(total / most));
  const values = [cut.topicId, cut.from, cut.to, cut.timeZone, places, step];
  const rows = await sql.raw<Stored>(SAID, values);
  return { total, said: rows.map(saidOf) };
}

const SAID = `
    select m.id, m.source_id, m.title, m.text, m.language, mt.label, m.aspects, m.evidence,
           coalesce(m.author_handle, m.author_url, m.author_name) as author, answer.band
      from mention_topics mt
      join mentions m on m.id = mt.mention_id
      left join lateral (
           select ${COUNTED_ANSWER} as band
             from ${onScale('survey_responses')} r
            where m.kind = 'survey'
              and r.source_id = m.source_id
              and r.external_id = m.external_id
              and r.kind = 'nps'
              and r.removed_at is null
            limit 1) as answer on true
     where mt.topic_id = $1
       and mt.counted_at >= $2::timestamp at time zone $4
       and mt.counted_at < ($3::timestamp + interval '1 day') at time zone $4
       and ($5::bigint[] is null or mt.location_id = any($5))
       and (hashint8(mt.mention_id) & 2147483647) % $6::int = 0
       and m.withheld is null
     order by mt.counted_at desc, mt.mention_id desc`;

const BANDS: Readonly<Record<string, Said['band']>> = {
  high: 'promoter',
  middle: 'passive',
  low: 'detractor',
};

function saidOf(row: Stored): Said {
  return {
    id: row.id,
    title: row.title ?? undefined,
    text: row.text,
    language: row.language ?? 'und',
    label: row.label,
    aspects: row.aspects ?? [],
    charged: chargedWords(row),
    author: row.author === null ? undefined : `${row.source_id} ${row.author.toLowerCase()}`,
    band: BANDS[row.band ?? ''],
  };
}

// What was learned of words are leanings ("refund", "tomorrow"): these words name things.
const LEANING = /^(learned|small word|stars)/;

function chargedWords({ title, text, evidence }: Stored): Set<string> {
  const words = new Set<string>();
  for (const { field, start, end, rule } of evidence ?? []) {
    if (LEANING.test(rule)) continue;
    const span = (field === 'title' ? (title ?? '') : text).slice(start, end).toLowerCase();
    for (const word of span.split(/[^\p{L}\p{M}\p{N}'’-]+/u)) if (word) words.add(word);
  }
  return words;
}
