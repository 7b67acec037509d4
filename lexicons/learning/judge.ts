import { CHANNELS, type Channel } from '../../src/nlp/channels.ts';
import type { Edges } from '../../src/nlp/score.ts';
import { calibrate, fitEdges, type Judged, macroRecall, type Step } from './calibrate.ts';
import type { Source } from './examples.ts';
import { type FitOptions, fitValences, type Part, sumsOf } from './fit.ts';
import type { Material } from './material.ts';

// A source that so few other texts can teach about is judged by the rest of itself, fold by fold.
const FEWEST_TO_TEACH = 2_000;
const FOLDS = 5;

/** Every fifth text after every fifth, so that folds of neighbours are alike. */
export function interleaved(source: Source): Source {
  const fold = (at: number) => source.examples.filter((_, row) => row % FOLDS === at);
  return { ...source, examples: Array.from({ length: FOLDS }, (_, at) => fold(at)).flat() };
}

/** Sums of every source's texts by what other texts teach, as for texts nobody has seen. */
export function judgedByOthers(
  material: Material,
  sources: readonly Source[],
  options: FitOptions,
): Judged[] {
  const { parts } = material;
  const all = parts.reduce((total, { from, to }) => total + to - from, 0);
  return sources.flatMap(({ channel }, at): Judged[] => {
    const part = parts[at] as Part;
    const others = parts.filter((_, other) => other !== at);
    const isTaughtByOthers = all - (part.to - part.from) >= FEWEST_TO_TEACH;
    const held = isTaughtByOthers ? [part] : foldsOf(part);
    return held.map((fold) =>
      judgedWithout(material, { channel, held: fold, taught: [...others, ...around(part, fold)] }, options),
    );
  });
}

function judgedWithout(
  material: Material,
  { channel, held, taught }: { channel: Channel; held: Part; taught: readonly Part[] },
  options: FitOptions,
): Judged {
  const { design, grades } = material;
  // Fewer texts teach here; the same pull towards the lists would leave less learned than there will be.
  const milder = { ...options, ridge: options.ridge / 2, lasso: options.lasso / 2 };
  const copies = taught.map((part) => ({ ...part }));
  const fitted = fitValences(design, material, copies, milder);
  return {
    channel,
    sums: sumsOf(design, fitted, held),
    grades: grades.subarray(held.from, held.to),
  };
}

function foldsOf({ from, to, positive, negative }: Part): Part[] {
  const size = (to - from) / FOLDS;
  return Array.from({ length: FOLDS }, (_, fold) => ({
    from: from + Math.round(fold * size),
    to: from + Math.round((fold + 1) * size),
    positive,
    negative,
  }));
}

/** What is left of a part without one of its folds. */
function around(part: Part, fold: Part): Part[] {
  const before = { ...part, to: fold.from };
  const after = { ...part, from: fold.to };
  return [before, after].filter(({ from, to }) => to > from);
}

/** How a channel's texts are cut, and how well that did on texts held out: the mean macro-recall, 0…1. */
export type Cuts = readonly { channel: string; edges: Edges; steps: readonly Step[]; recall: number }[];

/** Thresholds and confidence of every channel that has texts. */
export function cutsOf(judged: readonly Judged[]): Cuts {
  return CHANNELS.flatMap((channel) => {
    const own = judged.filter((source) => source.channel === channel);
    if (own.length === 0) return [];
    const edges = fitEdges(own);
    const recall = own.reduce((sum, source) => sum + macroRecall(source, edges), 0) / own.length;
    return [{ channel, edges, steps: calibrate(own, edges), recall }];
  });
}
