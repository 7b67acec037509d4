import type { Label } from '../domain/classification.ts';
import { type LexiconFiles, numberIn, parseTable } from './lexicon-files.ts';
import { type Edges, sumOfScore } from './score.ts';

/** Where a text comes from, as far as reading it goes: comments are mentions. */
export type Channel = 'mention' | 'review' | 'survey';

/** How a channel's texts are cut into labels, and how often a label is right. */
export interface Cut {
  /** Compounds from here on are positive. */
  readonly positiveFrom: number;
  /** Compounds from here down are negative. */
  readonly negativeFrom: number;
  /** The same as weighed sums of valences. */
  readonly edges: Edges;
  readonly confidence: readonly ConfidenceStep[];
}

/** From this compound (in absolute terms) on, a label of this kind is right this often. */
interface ConfidenceStep {
  readonly label: string;
  readonly from: number;
  readonly confidence: number;
}

export type Channels = Readonly<Record<Channel, Cut>>;

export const CHANNELS: readonly Channel[] = ['mention', 'review', 'survey'];

// A language without tables of its own is cut here, and as sure as a coin.
const UNFITTED = { positiveFrom: 0.07, negativeFrom: -0.05 };
const UNCALIBRATED = 0.5;

/** channels.tsv and confidence.tsv of a language; a channel without rows is cut like a mention. */
export function readChannels(files: LexiconFiles): Channels {
  const cuts = new Map(readCuts(files).map((cut) => [cut.channel, cut]));
  const steps = readConfidence(files);
  const cutOf = (channel: Channel): Cut => {
    const { positiveFrom, negativeFrom } = cuts.get(channel) ?? cuts.get('mention') ?? UNFITTED;
    const edges = { positive: sumOfScore(positiveFrom), negative: -sumOfScore(negativeFrom) };
    return { positiveFrom, negativeFrom, edges, confidence: stepsOf(steps, channel) };
  };
  return { mention: cutOf('mention'), review: cutOf('review'), survey: cutOf('survey') };
}

function readCuts(files: LexiconFiles) {
  const file = `lexicons/${files.language}/channels.tsv`;
  const columns = ['channel', 'positive', 'negative'];
  return parseTable(files.contents.get('channels.tsv') ?? columns.join('\t'), columns, file).map((row) => ({
    channel: String(row['channel']),
    positiveFrom: numberIn(row, 'positive', { min: 0.001, max: 0.999 }, file),
    negativeFrom: numberIn(row, 'negative', { min: -0.999, max: -0.001 }, file),
  }));
}

type ChannelStep = ConfidenceStep & { readonly channel: string };

function readConfidence(files: LexiconFiles): ChannelStep[] {
  const file = `lexicons/${files.language}/confidence.tsv`;
  const columns = ['channel', 'label', 'from', 'confidence'];
  return parseTable(files.contents.get('confidence.tsv') ?? columns.join('\t'), columns, file).map((row) => ({
    channel: String(row['channel']),
    label: String(row['label']),
    from: numberIn(row, 'from', { min: 0, max: 1 }, file),
    confidence: numberIn(row, 'confidence', { min: 0, max: 1 }, file),
  }));
}

function stepsOf(steps: readonly ChannelStep[], channel: Channel): readonly ConfidenceStep[] {
  const own = steps.filter((step) => step.channel === channel);
  return own.length > 0 ? own : steps.filter((step) => step.channel === 'mention');
}

export function labelOf(compound: number, cut: Cut): Label {
  if (compound >= cut.positiveFrom) return 'positive';
  return compound <= cut.negativeFrom ? 'negative' : 'neutral';
}

/** The last step at or below the compound's size. */
export function confidenceOf(label: Label, compound: number, cut: Cut): number {
  let confidence = UNCALIBRATED;
  const size = Math.abs(compound);
  for (const step of cut.confidence) {
    if (step.label === label && step.from <= size) confidence = step.confidence;
  }
  return confidence;
}
