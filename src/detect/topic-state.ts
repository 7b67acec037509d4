import { newSourceArrival, type SourceArrival } from './arrival.ts';
import { type Baseline, newBaseline } from './baseline.ts';
import { type Episode, newEpisode } from './episode.ts';
import { type History, newHistory } from './history.ts';
import { restingShareLevel, type ShareLevel } from './share-level.ts';
import { newSpread, type Spread } from './spread.ts';
import { newSeries, RING, type Series } from './windows.ts';

/** All that is remembered of one topic: numbers and arrays of numbers only, so that it can be written down. */
export interface TopicState {
  /** First slot ever, and the last complete one; −1 before. */
  begun: number;
  slot: number;
  /** Slot of the last learning. */
  learned: number;
  /** Last slot in which a source was known to be silent. */
  silentUntil: number;
  /** See `livelinessOf`; as of the last slot in which something came. */
  liveliness: number;
  /** Whether the last slot held nothing remarkable. */
  isCalm: boolean;
  readonly history: History;
  readonly baseline: Baseline;
  readonly sources: SourceArrival[];
  readonly level: ShareLevel;
  /** The level as it was after each slot. */
  readonly levels: Levels;
  readonly first: Series;
  readonly repeatingText: Series;
  readonly again: Series;
  readonly others: Series;
  readonly due: Series;
  readonly dueNegative: Series;
  readonly spread: Spread;
  readonly episode: Episode;
}

export interface Levels {
  readonly hour: Float32Array;
  readonly day: Float32Array;
  readonly hourVariance: Float32Array;
  readonly dayVariance: Float32Array;
  readonly covariance: Float32Array;
}

export function newTopicState(sources: readonly { name: string; pollMinutes: number }[]): TopicState {
  const ring = () => new Float32Array(RING);
  return {
    begun: -1,
    slot: -1,
    learned: -1,
    silentUntil: -1,
    liveliness: 1,
    isCalm: true,
    history: newHistory(),
    baseline: newBaseline(),
    sources: sources.map(({ name, pollMinutes }) => newSourceArrival(name, pollMinutes)),
    level: restingShareLevel(),
    levels: { hour: ring(), day: ring(), hourVariance: ring(), dayVariance: ring(), covariance: ring() },
    first: newSeries(),
    repeatingText: newSeries(),
    again: newSeries(),
    others: newSeries(),
    due: newSeries(),
    dueNegative: newSeries(),
    spread: newSpread(),
    episode: newEpisode(),
  };
}
