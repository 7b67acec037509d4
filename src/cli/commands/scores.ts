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
}

export async function scores(options: ScoreOptions): Promise<undefined> {
  await withApi(async (api) => {
    const query = await queryOf(api, options);
    if (options.format === 'csv') return write(await api.text(`/api/v1/scores?${query}&format=csv`));
    const answer = await api.call<{ scores: Score[] }>('GET', `/api/v1/scores?${query}`);
    if (options.format === 'json') return writeJson(answer);
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
      ],
      answer.scores.map(rowOf),
    );
  });
  return undefined;
}

async function queryOf(api: ApiClient, options: ScoreOptions): Promise<URLSearchParams> {
  const query = new URLSearchParams({ by: options.by });
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
