import { type Correction, correctionInWords } from '../../domain/correction.ts';
import type { Day } from '../../domain/day.ts';
import { type Estimate, netSentiment, netSentimentOpinionated } from '../../domain/sentiment.ts';
import type { TopicRow } from '../../store/topics.ts';
import { csvOf } from './csv.ts';
import { type KpisByDay, kpiCells, kpiColumns } from './score-kpis.ts';
import type { ScoreRow } from './score-rows.ts';

const CSV_HEADER = [
  'topic',
  'day',
  'positive',
  'neutral',
  'negative',
  'unknown',
  'n',
  'net_sentiment',
  'net_sentiment_low',
  'net_sentiment_high',
  'net_sentiment_opinionated',
  'mean_compound',
  'mean_stars',
  'rated',
  'reach',
  'conflicts',
  'undated',
  'coverage',
  'net_sentiment_as_published',
  'correction',
];

/** What stands beside the counts: why a day has changed since it was published, and the numbers that were asked for. */
interface Beside {
  readonly corrections: ReadonlyMap<Day, Correction>;
  readonly ids: readonly string[];
  readonly kpis: KpisByDay;
}

/** Scores as CSV, with two columns for each number that was asked for. */
export function scoresAsCsv(
  topic: TopicRow,
  rows: readonly ScoreRow[],
  { corrections, ids, kpis }: Beside,
): Response {
  const lines = rows.map((row) => {
    const { day, positive, neutral, negative, unknown, rated, reach, conflicts, undated } = row;
    const all: Partial<Estimate> = netSentiment(row) ?? {};
    const n = positive + neutral + negative;
    const opinionated = netSentimentOpinionated(row)?.value;
    const net = [round(all.value), round(all.low), round(all.high), round(opinionated)];
    const means = [round(row.meanCompound, 4), round(row.meanStars)];
    const rest = [rated, reach, conflicts, undated, round(row.coverage, 4)];
    const published = row.asPublished && netSentiment({ ...row.asPublished, unknown: 0 });
    const correction = corrections.get(day);
    const changed = [round(published?.value), correction && correctionInWords(correction)];
    const counted = [topic.name, day, positive, neutral, negative, unknown, n, ...net, ...means, ...rest];
    return [...counted, ...changed, ...kpiCells(ids, kpis.get(day))];
  });
  return new Response(csvOf([...CSV_HEADER, ...kpiColumns(ids)], lines), {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="earshot-scores.csv"',
    },
  });
}

function round(value: number | undefined, places = 2): number | undefined {
  return value === undefined ? undefined : Number(value.toFixed(places));
}
