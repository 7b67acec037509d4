import { type ApiClient, withApi } from '../api-client.ts';
import { findByName } from '../find-by-name.ts';
import { write, writeJson, writeTable } from '../output.ts';

export interface ScoreOptions {
  readonly topic?: string;
  readonly from?: string;
  readonly to?: string;
  readonly by: 'day' | 'week';
  readonly source?: string;
  readonly location?: string;
  readonly kpi?: string;
  readonly format?: 'csv' | 'json';
}

interface Score {
  readonly day: string;
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  readonly unknown: number;
  readonly n: number;
  readonly netSentiment: { readonly value: number; readonly low: number; readonly high: number } | null;
  readonly isEnough: boolean;
  readonly meanStars: number | null;
  readonly coverage: number | null;
  readonly kpis: Readonly<Record<string, KpiPoint>>;
}

interface KpiPoint {
  readonly value: number | null;
  readonly n: number;
  readonly isEnough: boolean;
  readonly currency: string | null;
}

interface Kpi {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
}

export async function scores(options: ScoreOptions): Promise<undefined> {
  await withApi(async (api) => {
    const query = await queryOf(api, options);
    if (options.format === 'csv') return write(await api.text(`/api/v1/scores?${query}&format=csv`));
    const answer = await api.call<{ scores: Score[] }>('GET', `/api/v1/scores?${query}`);
    if (options.format === 'json') return writeJson(answer);
    const shown = await shownKpis(api, options, answer.scores);
    return writeTable(
      [
        'day',
        'positive',
        'neutral',
        'negative',
        'unknown',
        'net sentiment',
        '95 % interval',
        'stars',
        'coverage',
        ...shown.map(({ name }) => name),
      ],
      answer.scores.map((score) => [
        ...rowOf(score),
        ...shown.map((kpi) => kpiCell(kpi, score.kpis[kpi.id])),
      ]),
    );
  });
  return undefined;
}

async function queryOf(api: ApiClient, options: ScoreOptions): Promise<URLSearchParams> {
  const query = new URLSearchParams({ by: options.by });
  // A single source has sentiment, but no KPIs.
  const kpis = options.kpi ?? (options.source === undefined ? 'all' : 'none');
  if (kpis !== 'none') query.set('kpis', kpis);
  if (options.from !== undefined) query.set('from', options.from);
  if (options.to !== undefined) query.set('to', options.to);
  if (options.topic !== undefined) {
    const { topics } = await api.call<{ topics: { id: number; name: string }[] }>('GET', '/api/v1/topics');
    query.set('topic', idOf(topics, options.topic, 'topic'));
  }
  if (options.source !== undefined) {
    const { sources } = await api.call<{ sources: { id: number; name: string }[] }>('GET', '/api/v1/sources');
    query.set('source', idOf(sources, options.source, 'source'));
  }
  if (options.location !== undefined) {
    const { locations } = await api.call<{ locations: { id: number; code: string }[] }>(
      'GET',
      '/api/v1/locations',
    );
    const named = locations.map(({ id, code }) => ({ id, name: code }));
    query.set('location', idOf(named, options.location, 'location'));
  }
  return query;
}

function idOf(all: readonly { id: number; name: string }[], wanted: string, what: string): string {
  return String(findByName(all, wanted, { nameOf: ({ name }) => name, what }).id);
}

function rowOf(score: Score) {
  const { day, positive, neutral, negative, unknown, netSentiment, isEnough, meanStars, coverage } = score;
  const interval = netSentiment && `${netSentiment.low.toFixed(0)} … ${netSentiment.high.toFixed(0)}`;
  return [
    day,
    positive,
    neutral,
    negative,
    unknown,
    isEnough && netSentiment ? netSentiment.value.toFixed(1) : 'not enough data',
    interval,
    meanStars?.toFixed(2),
    coverage === null ? undefined : `${Math.round(100 * coverage)} %`,
  ];
}

// They have columns of their own, or say the same.
const IN_COLUMNS = new Set(['net-sentiment-all', 'net-sentiment-opinionated', 'average-rating']);

/** The KPIs that were asked for, or those that have something to say; a table has room for no more. */
async function shownKpis(
  api: ApiClient,
  options: ScoreOptions,
  scores: readonly Score[],
): Promise<readonly Kpi[]> {
  const { kpis } = await api.call<{ kpis: Kpi[] }>('GET', '/api/v1/kpis');
  const told = new Set(scores.flatMap((score) => Object.keys(score.kpis)));
  const isAsked = options.kpi !== undefined && options.kpi !== 'all';
  const hasNumber = (id: string) =>
    scores.some((score) => typeof score.kpis[id]?.value === 'number' && score.kpis[id].n > 0);
  return kpis.filter(({ id }) => told.has(id) && (isAsked || (!IN_COLUMNS.has(id) && hasNumber(id))));
}

function kpiCell({ unit }: Kpi, point: KpiPoint | undefined): string | undefined {
  if (!point || point.value === null) return undefined;
  if (!point.isEnough) return `(n ${point.n})`;
  const value = point.value.toFixed(unit === 'count' ? 0 : unit === 'score' || unit === 'stars' ? 2 : 1);
  const sign =
    unit === 'percent' ? ' %' : unit === 'hours' ? ' h' : unit === 'money' ? ` ${point.currency}` : '';
  return `${value}${sign} (n ${point.n})`;
}
